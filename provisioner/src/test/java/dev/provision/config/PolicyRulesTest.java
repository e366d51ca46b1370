package dev.provision.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PolicyRulesTest {
    @TempDir
    private Path folder;

    private ConfigFolder written(String dev) {
        return new ConfigFolder(folder)
                .write("application", "name: demo\nregion: eu-west-2\n")
                .write("dev", dev);
    }

    @Test
    void policiesArePassedOnAsJson() {
        Environment dev = written("""
                containers:
                  api:
                    routing: { pathPattern: /api/*, pathHealthCheck: /api/health }
                    compute:
                      type: awsLambda
                      awsIam:
                        customPolicy:
                          Version: "2012-10-17"
                          Statement:
                            - Effect: Allow
                              Action: [s3:GetObject]
                              Resource: "arn:aws:s3:::bucket/${aws:username}/*"
                              Condition: { Bool: { aws:SecureTransport: true } }
                """).load("dev");
        AwsIam iam = dev.containers().getFirst().iam();
        assertThat(iam.customPolicy())
                .containsExactly("{\"Effect\":\"Allow\",\"Action\":[\"s3:GetObject\"],"
                        + "\"Resource\":\"arn:aws:s3:::bucket/${aws:username}/*\","
                        + "\"Condition\":{\"Bool\":{\"aws:SecureTransport\":true}}}");
    }

    @Test
    void everythingThatIamWouldRefuseOfAPolicyIsNamed() {
        assertThat(written("""
                containers:
                  api:
                    routing: { pathPattern: /api/*, pathHealthCheck: /api/health }
                    compute:
                      type: awsLambda
                      awsIam:
                        roleArn: arn:aws:iam::000000000000:role/mine
                        customPolicy:
                          Version: "2012-10-18"
                          Statements: []
                          Statement:
                            - { Sid: one, Efect: Allow, Action: [s3:GetObject, GetObject], Resource: "*" }
                            - { Sid: one, Effect: allow, Action: s3:*, NotAction: s3:*, Resource: bucket }
                            - { Effect: Allow, Action: s3:*, Resource: [], Principal: "*" }
                            - { Effect: Deny, Action: "*", Resource: "*", Condition: { StringEqual: { a: b }, Bool: 1 } }
                            - nonsense
                """).problems("dev"))
                .extracting(line -> line.replace("containers.api.compute.awsIam.customPolicy", "policy"))
                .containsExactlyInAnyOrder(
                        "dev.yaml:9: policy: is added to a role that is made, and roleArn names one that exists; remove one"
                                + " of them",
                        "dev.yaml:9: policy.Version: expected '2012-10-17', found '2012-10-18'",
                        "dev.yaml:10: policy.Statements: unknown key; did you mean Statement?",
                        "dev.yaml:12: policy.Statement[0].Efect: unknown key; did you mean Effect?",
                        "dev.yaml:12: policy.Statement[0].Effect: is missing; expected one of Allow, Deny",
                        "dev.yaml:12: policy.Statement[0].Action[1]: expected an action such as s3:GetObject, or *, found"
                                + " 'GetObject'",
                        "dev.yaml:13: policy.Statement[1].Sid: 'one' is there twice, first in line 12",
                        "dev.yaml:13: policy.Statement[1].Effect: expected one of Allow, Deny, found 'allow'",
                        "dev.yaml:13: policy.Statement[1].Action: and NotAction exclude each other; remove one of them",
                        "dev.yaml:13: policy.Statement[1].Resource: expected an ARN such as arn:aws:s3:::bucket/*, or *,"
                                + " found 'bucket'",
                        "dev.yaml:14: policy.Statement[2].Resource: expected an ARN such as arn:aws:s3:::bucket/*, or *,"
                                + " found a list",
                        "dev.yaml:14: policy.Statement[2].Principal: not here: what a role may do is said of that role and"
                                + " nobody else",
                        "dev.yaml:15: policy.Statement[3].Condition.StringEqual: no such operator; did you mean"
                                + " StringEquals?",
                        "dev.yaml:15: policy.Statement[3].Condition.Bool: expected a section with condition keys, found"
                                + " '1'",
                        "dev.yaml:16: policy.Statement[4]: expected a statement with Effect, Action and Resource, found"
                                + " 'nonsense'");
    }
}
