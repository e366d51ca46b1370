package dev.provision.localcloud.iam;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.localcloud.state.Account;
import dev.provision.localcloud.state.Propagation;
import dev.provision.localcloud.time.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iam.model.AttachRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.CreatePolicyRequest;
import software.amazon.awssdk.services.iam.model.CreateRoleRequest;
import software.amazon.awssdk.services.iam.model.PutRolePermissionsBoundaryRequest;
import software.amazon.awssdk.services.iam.model.PutRolePolicyRequest;

class AuthorityTest {
    private static final String ROLE = "arn:aws:iam::000000000000:role/demo";
    private static final String GROUP = "arn:aws:logs:eu-west-2:000000000000:log-group:/ecs/demo:*";
    private Iam iam;

    @BeforeEach
    void makeRole() {
        iam = new Iam(new Account("000000000000", "eu-west-2"), new ManualTime(Instant.EPOCH));
        part(RoleOperations.class)
                .createRole(CreateRoleRequest.builder()
                        .roleName("demo")
                        .assumeRolePolicyDocument("""
                                {"Statement": [
                                  {"Effect": "Allow", "Action": "sts:AssumeRole",
                                   "Principal": {"Service": ["ecs-tasks.amazonaws.com", "lambda.amazonaws.com"]}},
                                  {"Effect": "Deny", "Action": "sts:*", "Principal": {"Service": "lambda.amazonaws.com"}},
                                  {"Effect": "Allow", "Action": "sts:AssumeRole",
                                   "Principal": {"AWS": "000000000000"},
                                   "Condition": {"StringEquals": {"sts:ExternalId": "secret"}}}
                                ]}""")
                        .build());
    }

    private <T> T part(Class<T> type) {
        return iam.parts().stream()
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst()
                .orElseThrow();
    }

    private void put(String name, String statement) {
        part(RolePolicyOperations.class)
                .putRolePolicy(PutRolePolicyRequest.builder()
                        .roleName("demo")
                        .policyName(name)
                        .policyDocument("{\"Statement\": " + statement + "}")
                        .build());
    }

    @Test
    void aNewRoleCannotBeAssumedUntilItHasArrived() {
        ManualTime time = new ManualTime(Instant.EPOCH);
        Propagation propagation = new Propagation(Duration.ofSeconds(8), Duration.ZERO);
        iam = new Iam(new Account("000000000000", "eu-west-2"), time, propagation);
        part(RoleOperations.class)
                .createRole(CreateRoleRequest.builder()
                        .roleName("demo")
                        .assumeRolePolicyDocument("""
                                {"Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole",
                                  "Principal": {"Service": "ecs-tasks.amazonaws.com"}}]}""")
                        .build());
        assertThat(iam.authority().mayAssume("ecs-tasks.amazonaws.com", ROLE)).isFalse();
        time.advance(Duration.ofSeconds(8));
        assertThat(iam.authority().mayAssume("ecs-tasks.amazonaws.com", ROLE)).isTrue();
    }

    private boolean allows(String action, String resource) {
        return iam.authority().allows(ROLE, action, resource);
    }

    @Test
    void letsTrustedServicesAssumeARole() {
        assertThat(iam.authority().mayAssume("ecs-tasks.amazonaws.com", ROLE)).isTrue();
        assertThat(iam.authority().mayAssume("ec2.amazonaws.com", ROLE)).isFalse();
        assertThat(iam.authority().mayAssume("ecs-tasks.amazonaws.com", ROLE + "2"))
                .isFalse();
    }

    @Test
    void denialsWinInTrustPolicies() {
        assertThat(iam.authority().mayAssume("lambda.amazonaws.com", ROLE)).isFalse();
    }

    @Test
    void judgesConditionsOfTrustPolicies() {
        Principal root = new Principal.Identity("arn:aws:iam::000000000000:root");
        assertThat(iam.mayAssume(root, ROLE, Map.of("sts:ExternalId", "secret")))
                .isTrue();
        assertThat(iam.mayAssume(root, ROLE, Map.of("sts:ExternalId", "other"))).isFalse();
        assertThat(iam.mayAssume(root, ROLE, Map.of())).isFalse();
    }

    @Test
    void allowsWhatPoliciesAllowAndNothingElse() {
        assertThat(allows("logs:PutLogEvents", GROUP)).isFalse();
        put("logs", """
                {"Effect": "Allow", "Action": ["logs:CreateLogStream", "logs:Put*"], "Resource": "arn:aws:logs:*:*:*"}""");
        assertThat(allows("logs:PutLogEvents", GROUP)).isTrue();
        assertThat(allows("Logs:putlogevents", GROUP)).isTrue();
        assertThat(allows("logs:CreateLogGroup", GROUP)).isFalse();
        assertThat(allows("logs:PutLogEvents", "*")).isFalse();
        put("never", "{\"Effect\": \"Deny\", \"NotAction\": \"logs:Create*\", \"Resource\": \"*\"}");
        assertThat(allows("logs:PutLogEvents", GROUP)).isFalse();
        assertThat(allows("logs:CreateLogStream", GROUP)).isTrue();
    }

    @Test
    void countsManagedPolicies() {
        part(RolePolicyOperations.class)
                .attachRolePolicy(AttachRolePolicyRequest.builder()
                        .roleName("demo")
                        .policyArn("arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy")
                        .build());
        assertThat(allows("ecr:GetAuthorizationToken", "*")).isTrue();
        assertThat(allows("ec2:CreateNetworkInterface", "*")).isFalse();
    }

    @Test
    void aBoundaryLimitsWhatPoliciesAllow() {
        put("all", "{\"Effect\": \"Allow\", \"Action\": \"*\", \"Resource\": \"*\"}");
        String boundary = part(PolicyOperations.class)
                .createPolicy(CreatePolicyRequest.builder()
                        .policyName("boundary")
                        .policyDocument(
                                "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"logs:*\",\"Resource\":\"*\"}}")
                        .build())
                .policy()
                .arn();
        part(RoleOperations.class)
                .putRolePermissionsBoundary(PutRolePermissionsBoundaryRequest.builder()
                        .roleName("demo")
                        .permissionsBoundary(boundary)
                        .build());
        assertThat(allows("logs:PutLogEvents", GROUP)).isTrue();
        assertThat(allows("ec2:CreateNetworkInterface", "*")).isFalse();
    }

    @Test
    void judgesResourcePolicies() {
        String policy = """
                {"Statement": {"Sid": "alb-1", "Effect": "Allow", "Action": "lambda:InvokeFunction",
                  "Principal": {"Service": "elasticloadbalancing.amazonaws.com"},
                  "Resource": "arn:aws:lambda:eu-west-2:000000000000:function:demo:live",
                  "Condition": {"ArnLike": {"AWS:SourceArn": "arn:aws:elasticloadbalancing:*:*:targetgroup/demo/*"}}}}""";
        assertThat(mayInvoke(policy, "elasticloadbalancing.amazonaws.com", "targetgroup/demo/1"))
                .isTrue();
        assertThat(mayInvoke(policy, "elasticloadbalancing.amazonaws.com", "targetgroup/other/1"))
                .isFalse();
        assertThat(mayInvoke(policy, "events.amazonaws.com", "targetgroup/demo/1"))
                .isFalse();
        assertThat(mayInvoke("broken", "elasticloadbalancing.amazonaws.com", "targetgroup/demo/1"))
                .isFalse();
    }

    private boolean mayInvoke(String policy, String service, String targetGroup) {
        return iam.authority()
                .resourcePolicyAllows(
                        policy,
                        service,
                        "lambda:InvokeFunction",
                        "arn:aws:lambda:eu-west-2:000000000000:function:demo:live",
                        Map.of("aws:SourceArn", "arn:aws:elasticloadbalancing:eu-west-2:000000000000:" + targetGroup));
    }
}
