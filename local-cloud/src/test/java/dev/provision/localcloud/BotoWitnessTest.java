package dev.provision.localcloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Every protocol through boto3, which parses answers by AWS's own models. */
@Timeout(180)
class BotoWitnessTest {
    private static final String SCRIPT = """
            import boto3, botocore, json
            trust = {'Version': '2012-10-17', 'Statement': [
                {'Effect': 'Allow', 'Principal': {'AWS': '000000000000'}, 'Action': 'sts:AssumeRole'}]}
            iam, sts = boto3.client('iam'), boto3.client('sts')
            role = iam.create_role(RoleName='demo', AssumeRolePolicyDocument=json.dumps(trust),
                                   Tags=[{'Key': 'a', 'Value': 'ü <&>'}])['Role']
            assert role['AssumeRolePolicyDocument'] == trust, role
            assert iam.list_role_tags(RoleName='demo')['Tags'] == [{'Key': 'a', 'Value': 'ü <&>'}]
            iam.get_waiter('role_exists').wait(RoleName='demo')
            keys = sts.assume_role(RoleArn=role['Arn'], RoleSessionName='boto')['Credentials']
            session = boto3.client('sts', aws_access_key_id=keys['AccessKeyId'],
                                   aws_secret_access_key=keys['SecretAccessKey'], aws_session_token=keys['SessionToken'])
            assert session.get_caller_identity()['Arn'].endswith(':assumed-role/demo/boto')

            def refusal(call):
                try:
                    call()
                except botocore.exceptions.ClientError as error:
                    assert error.response['ResponseMetadata']['RequestId'], error.response
                    return type(error).__name__ + ' ' + error.response['Error']['Code']
                raise AssertionError('not refused')

            print(refusal(lambda: iam.get_role(RoleName='none')))
            print(refusal(lambda: boto3.client('ec2').describe_spot_price_history()))
            print(refusal(lambda: boto3.client('elbv2').describe_trust_stores()))
            print(refusal(lambda: boto3.client('ecs').discover_poll_endpoint()))
            print(refusal(lambda: boto3.client('lambda').list_code_signing_configs()))
            print(refusal(lambda: boto3.client('cloudwatch').list_metric_streams()))
            print(refusal(lambda: boto3.client('logs').list_anomalies()))
            print(refusal(lambda: boto3.client('sqs').list_queues()))
            assert boto3.client('resourcegroupstaggingapi').get_resources()['ResourceTagMappingList'] == []
            """;

    @TempDir
    private Path directory;

    @Test
    void understandsEveryAnswer() throws Exception {
        assumeTrue(run("import boto3", "http://127.0.0.1").code() == 0, "boto3 is not installed");
        try (LocalCloud cloud = LocalCloud.start(Options.forTests())) {
            Run run = run(SCRIPT, cloud.endpoint().toString());
            assertThat(run.code()).as(run.output()).isZero();
            assertThat(run.output().lines())
                    .containsExactly(
                            "NoSuchEntityException NoSuchEntity",
                            "ClientError InvalidAction",
                            "ClientError InvalidAction",
                            "ClientError UnknownOperationException",
                            "ClientError UnknownOperationException",
                            "ClientError UnknownOperationException",
                            "ClientError UnknownOperationException",
                            "ClientError UnknownOperationException");
        }
    }

    private record Run(int code, String output) {}

    private Run run(String script, String endpoint) throws IOException, InterruptedException {
        Path file = Files.writeString(directory.resolve("witness.py"), script);
        ProcessBuilder builder = new ProcessBuilder("python3", file.toString()).redirectErrorStream(true);
        builder.environment().put("AWS_ENDPOINT_URL", endpoint);
        builder.environment().put("AWS_DEFAULT_REGION", "eu-west-2");
        builder.environment().put("AWS_ACCESS_KEY_ID", "test");
        builder.environment().put("AWS_SECRET_ACCESS_KEY", "test");
        builder.environment().put("PYTHONIOENCODING", "utf-8");
        Process process;
        try {
            process = builder.start();
        } catch (IOException noPython) {
            return new Run(127, noPython.getMessage());
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Run(process.exitValue(), output);
    }
}
