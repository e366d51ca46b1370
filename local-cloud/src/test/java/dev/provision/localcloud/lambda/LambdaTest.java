package dev.provision.localcloud.lambda;

import static dev.provision.localcloud.TestCloud.await;
import static dev.provision.localcloud.lambda.LambdaCloud.FUNCTION;
import static dev.provision.localcloud.lambda.LambdaCloud.pid;
import static dev.provision.localcloud.lambda.LambdaCloud.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.localcloud.TestCloud;
import dev.provision.localcloud.lambda.Invoker.Outcome;
import dev.provision.localcloud.runtime.TestImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.lambda.model.CreateFunctionRequest;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.LogType;
import software.amazon.awssdk.services.lambda.model.PackageType;

/** A function from its creation to its end, its failures and rights, called through the SDK, with real processes behind. */
@EnabledOnOs(OS.LINUX)
@Timeout(120)
class LambdaTest extends LambdaFixture {
    @Test
    void servesInvocationsFromWarmEnvironmentsAndLogsAsLambdaDoes() {
        lambda.create(
                f -> f.environment(e -> e.variables(Map.of("NAME", "value"))).timeout(5));
        InvokeResponse first = lambda.invoke("{\"n\":1}", r -> r.logType(LogType.TAIL));
        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(first.executedVersion()).isEqualTo("$LATEST");
        assertThat(first.functionError()).isNull();
        String answer = first.payload().asUtf8String();
        assertThat(answer)
                .contains("\"NAME\": \"value\"", "\"AWS_LAMBDA_FUNCTION_MEMORY_SIZE\": \"128\"", "\"n\": 1")
                .contains("function:demo\"")
                .doesNotContain("\"HOME\"", "AWS_CA_BUNDLE")
                .containsPattern("\"left\": (4[0-9]{3}|5000)")
                .containsPattern("\"cwd\": \"[^\"]*/app\"");
        InvokeResponse second = lambda.invoke("{\"n\":2}", r -> {});
        assertThat(pid(second)).isEqualTo(pid(first));

        String tail = new String(Base64.getDecoder().decode(first.logResult()), StandardCharsets.UTF_8);
        assertThat(tail)
                .containsPattern("START RequestId: [0-9a-f-]{36} Version: \\$LATEST\n"
                        + "(init on-demand\n)?event \\{\"n\": 1}\n"
                        + "END RequestId: [0-9a-f-]{36}\n"
                        + "REPORT RequestId: [0-9a-f-]{36}\tDuration: [0-9.]+ ms\tBilled Duration: \\d+ ms\t"
                        + "Memory Size: 128 MB\tMax Memory Used: \\d+ MB\tInit Duration: [0-9.]+ ms\t\n");
        await(
                "both reports",
                () -> cloud.lines("/aws/lambda/demo")
                                .filter(l -> l.startsWith("REPORT"))
                                .count()
                        == 2);
        assertThat(cloud.lines.getFirst())
                .matches("/aws/lambda/demo \\d{4}/\\d\\d/\\d\\d/\\[\\$LATEST][0-9a-f]{32} .*");
        assertThat(cloud.measured).anyMatch(m -> m.name().equals("Duration") && m.value() > 0);
        assertThat(cloud.measured).anySatisfy(m -> assertThat(m)
                .isEqualTo(new TestCloud.Measured("Invocations", Map.of("FunctionName", FUNCTION), 1)));
    }

    @Test
    void createsPendingThenActiveAndAnswersWithLambdasStatus() {
        var created = lambda.createRequest(f -> {});
        var response = client.createFunction(created);
        assertThat(response.sdkHttpResponse().statusCode()).isEqualTo(201);
        assertThat(response.stateAsString()).isEqualTo("Pending");
        assertThat(response.codeSha256()).hasSize(64);
        client.waiter().waitUntilFunctionActiveV2(r -> r.functionName(FUNCTION));
        var function = client.getFunction(r -> r.functionName(FUNCTION));
        assertThat(function.code().resolvedImageUri()).startsWith(TestCloud.REGISTRY + "/test@sha256:");
        assertThat(function.configuration().lastUpdateStatusAsString()).isEqualTo("Successful");
        assertThat(client.deleteFunction(r -> r.functionName(FUNCTION))
                        .sdkHttpResponse()
                        .statusCode())
                .isEqualTo(204);
        refused(
                () -> client.getFunction(r -> r.functionName(FUNCTION)),
                "ResourceNotFoundException",
                "Function not found");
    }

    @Test
    void refusesRolesImagesAndSubnetsThatWillNotDo() {
        cloud.denied.add("sts:AssumeRole");
        refused(() -> lambda.create(f -> {}), "InvalidParameterValueException", "cannot be assumed by Lambda");
        cloud.denied.clear();
        cloud.denied.add("ec2:DeleteNetworkInterface");
        Consumer<CreateFunctionRequest.Builder> inVpc =
                f -> f.vpcConfig(v -> v.subnetIds("subnet-1", "subnet-2").securityGroupIds("sg-1"));
        refused(
                () -> lambda.create(inVpc),
                "InvalidParameterValueException",
                "does not have permissions to call DeleteNetworkInterface on EC2");
        cloud.denied.clear();
        refused(
                () -> lambda.create(f -> f.code(c -> c.imageUri(TestCloud.REGISTRY + "/none:1"))),
                "InvalidParameterValueException",
                "does not exist. Provide a valid source image.");
        cloud.indexes.add(TestCloud.REGISTRY + "/test:1");
        refused(() -> lambda.create(f -> {}), "InvalidParameterValueException", "is not supported");
        cloud.indexes.clear();
        refused(
                () -> lambda.create(f -> f.vpcConfig(v -> v.subnetIds("x").securityGroupIds("sg-1"))),
                "InvalidParameterValueException",
                "InvalidSubnetID.NotFound");
        refused(
                () -> lambda.create(f -> f.packageType(PackageType.ZIP)),
                "InvalidParameterValueException",
                "PackageType Image");
        refused(() -> lambda.create(f -> f.memorySize(64)), "ValidationException", "memorySize");

        lambda.create(inVpc);
        assertThat(cloud.interfaces).hasSize(2);
        assertThat(client.getFunctionConfiguration(r -> r.functionName(FUNCTION))
                        .vpcConfig()
                        .vpcId())
                .isEqualTo("vpc-1");
        client.deleteFunction(r -> r.functionName(FUNCTION));
        assertThat(cloud.interfaces).isEmpty();
    }

    @Test
    void reportsFailuresAsLambdaDoes() {
        lambda.create(f -> f.timeout(1));
        InvokeResponse failed = lambda.invoke("{\"fail\":\"why\"}", r -> {});
        assertThat(failed.functionError()).isEqualTo("Unhandled");
        assertThat(failed.payload().asUtf8String()).contains("\"errorMessage\": \"why\"");

        InvokeResponse late = lambda.invoke("{\"sleep\":9}", r -> r.logType(LogType.TAIL));
        assertThat(late.payload().asUtf8String())
                .matches("\\{\"errorType\":\"Sandbox.Timedout\",\"errorMessage\":"
                        + "\"RequestId: [0-9a-f-]{36} Error: Task timed out after 1.00 seconds\"}");
        assertThat(new String(Base64.getDecoder().decode(late.logResult()), StandardCharsets.UTF_8))
                .containsPattern("Z [0-9a-f-]{36} Task timed out after 1.00 seconds\n\nEND")
                .endsWith("\tStatus: timeout\t\n");

        InvokeResponse large = lambda.invoke("{\"large\":6400000}", r -> r.logType(LogType.TAIL));
        assertThat(large.payload().asUtf8String()).contains("Function.ResponseSizeTooLarge");
        await("what the runtime was told", () -> cloud.lines("/aws/lambda/demo").anyMatch("refused with 413"::equals));

        InvokeResponse exited = lambda.invoke("{\"exit\":5}", r -> {});
        assertThat(exited.payload().asUtf8String())
                .contains("Runtime.ExitError", "Error: Runtime exited with error: exit status 5");
        assertThat(lambda.invoke("{}", r -> {}).functionError()).isNull();
    }

    @Test
    void killsAFunctionThatUsesTooMuchMemory() {
        lambda.create(f -> f.timeout(20));
        InvokeResponse response = lambda.invoke("{\"eat\":300000000}", r -> r.logType(LogType.TAIL));
        assertThat(response.payload().asUtf8String()).contains("Runtime exited with error: signal: killed");
        assertThat(new String(Base64.getDecoder().decode(response.logResult()), StandardCharsets.UTF_8))
                .contains("Max Memory Used: 128 MB", "Status: error\tError Type: Runtime.OutOfMemory");
    }

    @Test
    void reportsAnInitialisationThatFails() {
        lambda.create(f -> f.environment(e -> e.variables(Map.of("INIT", "exit"))));
        InvokeResponse response = lambda.invoke("{}", r -> {});
        assertThat(response.payload().asUtf8String()).contains("Runtime.ExitError", "exit status 3");
        await("the report", () -> cloud.lines("/aws/lambda/demo").anyMatch(l -> l.startsWith("REPORT")));
        assertThat(cloud.lines("/aws/lambda/demo").toList())
                .anyMatch(
                        l -> l.matches(
                                "INIT_REPORT Init Duration: [0-9.]+ ms\tPhase: init\tStatus: error\tError Type: Runtime.ExitError\t"))
                .anyMatch(l -> l.contains("Phase: invoke\tStatus: error"));
    }

    @Test
    void saysThatAnEntryPointCannotBeStarted() {
        String image =
                cloud.push("broken:1", new TestImage().entryPoint("/none").build());
        lambda.create(f -> f.code(c -> c.imageUri(image)));
        assertThat(lambda.invoke("{}", r -> {}).payload().asUtf8String())
                .contains("Runtime.InvalidEntrypoint", "/none");

        String foreign = cloud.push(
                "foreign:1",
                new TestImage().entryPoint("/app").architecture("arm64").build());
        client.updateFunctionCode(r -> r.functionName(FUNCTION).imageUri(foreign));
        client.waiter().waitUntilFunctionUpdatedV2(r -> r.functionName(FUNCTION));
        assertThat(lambda.invoke("{}", r -> {}).payload().asUtf8String())
                .contains("Runtime.InvalidEntrypoint", "exec format error");
    }

    @Test
    void triesAnInitialisationThatTookTooLongAgainOnTheFunctionsOwnTime(@TempDir Path other) throws IOException {
        try (LambdaCloud impatient = LambdaCloud.start(other, Duration.ofMillis(200))) {
            impatient.create(f -> f.timeout(20).environment(e -> e.variables(Map.of("INIT", "slow"))));
            InvokeResponse response = impatient.invoke("{}", r -> {});
            assertThat(response.functionError()).isNull();
            assertThat(impatient.surroundings().lines("/aws/lambda/demo"))
                    .anyMatch(l -> l.matches("INIT_REPORT Init Duration: [0-9.]+ ms\tPhase: init\tStatus: timeout\t?"));
        }
    }

    @Test
    void letsOtherServicesInvokeWithPermissionOnly() {
        lambda.create(f -> f.publish(true));
        client.createAlias(r -> r.functionName(FUNCTION).name("blue").functionVersion("1"));
        await("active", () -> client.getFunction(r -> r.functionName(FUNCTION).qualifier("1"))
                .configuration()
                .stateAsString()
                .equals("Active"));
        String group = "arn:aws:elasticloadbalancing:eu-west-2:000000000000:targetgroup/blue/1";
        String caller = "elasticloadbalancing.amazonaws.com";
        String arn = client.getAlias(r -> r.functionName(FUNCTION).name("blue")).aliasArn();
        assertThat(lambda.invoker().invoke(arn, caller, group, "{}"))
                .isInstanceOfSatisfying(Outcome.Refused.class, refused -> assertThat(refused.code())
                        .isEqualTo("AccessDeniedException"));
        client.addPermission(r -> r.functionName(FUNCTION)
                .qualifier("blue")
                .statementId("alb")
                .action("lambda:InvokeFunction")
                .principal(caller)
                .sourceArn(group));
        assertThat(lambda.invoker().mayInvoke(arn, caller, group)).isTrue();
        assertThat(lambda.invoker().mayInvoke(arn.replace(":blue", ""), caller, group))
                .isFalse();
        assertThat(lambda.invoker().invoke(arn, caller, group, "{\"a\":1}"))
                .isInstanceOfSatisfying(Outcome.Answered.class, answered -> assertThat(answered.payload())
                        .contains("\"a\": 1"));
        assertThat(client.getPolicy(r -> r.functionName(FUNCTION).qualifier("blue"))
                        .policy())
                .contains("\"Sid\":\"alb\"", "\"ArnLike\":{\"AWS:SourceArn\":\"" + group + "\"}");
        client.removePermission(r -> r.functionName(FUNCTION).qualifier("blue").statementId("alb"));
        refused(
                () -> client.getPolicy(r -> r.functionName(FUNCTION).qualifier("blue")),
                "ResourceNotFoundException",
                "does not exist");
    }

    @Test
    void makesItsLogGroupIfTheRoleMayAndAgainWhenItWasDeleted() {
        cloud.missingGroups.add("/aws/lambda/demo");
        cloud.denied.add("logs:CreateLogGroup");
        lambda.create(f -> {});
        lambda.invoke("{}", r -> {});
        assertThat(cloud.missingGroups).isNotEmpty();
        cloud.denied.clear();
        for (int i = 0; i < 2; i++) {
            await("the group", () -> {
                lambda.invoke("{}", r -> {});
                return cloud.missingGroups.isEmpty();
            });
            cloud.missingGroups.add("/aws/lambda/demo");
        }
    }

    @Test
    void losesLinesThatTheRoleMayNotWrite() {
        cloud.denied.add("logs:PutLogEvents");
        lambda.create(f -> {});
        InvokeResponse response = lambda.invoke("{}", r -> r.logType(LogType.TAIL));
        assertThat(response.logResult()).isNotEmpty();
        assertThat(cloud.lines).isEmpty();
    }
}
