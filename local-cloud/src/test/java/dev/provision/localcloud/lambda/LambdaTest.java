package dev.provision.localcloud.lambda;

import static dev.provision.localcloud.TestCloud.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.provision.localcloud.Clients;
import dev.provision.localcloud.TestCloud;
import dev.provision.localcloud.lambda.Invoker.Outcome;
import dev.provision.localcloud.runtime.TestImage;
import dev.provision.localcloud.time.Latency;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.CreateFunctionRequest;
import software.amazon.awssdk.services.lambda.model.InvokeRequest;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.LambdaException;
import software.amazon.awssdk.services.lambda.model.LogType;
import software.amazon.awssdk.services.lambda.model.PackageType;
import software.amazon.awssdk.services.lambda.model.TooManyRequestsException;

/** Functions, called through the SDK, with real processes behind. */
@EnabledOnOs(OS.LINUX)
@Timeout(120)
class LambdaTest {
    private static final String PROGRAM = """
            import json, os, sys, time, urllib.request
            base = 'http://' + os.environ['AWS_LAMBDA_RUNTIME_API'] + '/2018-06-01/runtime/'
            def post(path, body):
                urllib.request.urlopen(urllib.request.Request(base + path, data=json.dumps(body).encode())).read()
            if os.environ.get('INIT') == 'exit': sys.exit(3)
            if os.environ.get('INIT') == 'error':
                post('init/error', {'errorMessage': 'no', 'errorType': 'Init.No'}); sys.exit(1)
            print('init ' + os.environ['AWS_LAMBDA_INITIALIZATION_TYPE'])
            while True:
                with urllib.request.urlopen(base + 'invocation/next') as next:
                    id = next.headers['Lambda-Runtime-Aws-Request-Id']
                    deadline = int(next.headers['Lambda-Runtime-Deadline-Ms'])
                    arn = next.headers['Lambda-Runtime-Invoked-Function-Arn']
                    event = json.loads(next.read())
                print('event ' + json.dumps(event))
                if 'sleep' in event: time.sleep(event['sleep'])
                if 'exit' in event: os._exit(event['exit'])
                if 'eat' in event: hold = bytearray(event['eat']); time.sleep(30)
                if 'fail' in event:
                    post('invocation/' + id + '/error', {'errorMessage': event['fail'], 'errorType': 'Oops'}); continue
                post('invocation/' + id + '/response', {'event': event, 'pid': os.getpid(), 'arn': arn,
                    'left': deadline - int(time.time() * 1000), 'env': dict(os.environ), 'cwd': os.getcwd()})
            """;
    private static final String FUNCTION = "demo";

    @TempDir
    Path folder;

    private TestCloud cloud;
    private Lambda lambda;
    private LambdaClient client;
    private String image;

    @BeforeEach
    void start() {
        cloud = new TestCloud(folder, 20);
        lambda = new Lambda(
                new Lambda.Base(cloud.account, cloud.plane, cloud.time, Latency.INSTANT),
                new Lambda.Neighbours(cloud, cloud.registry(), cloud, cloud, cloud, cloud.runtime, (_, _) -> Map.of()),
                new Lambda.Limits(150, Duration.ofMinutes(2)));
        URI endpoint = cloud.serve(lambda.parts());
        client = Clients.of(
                LambdaClient.builder().overrideConfiguration(c -> c.retryStrategy(AwsRetryStrategy.doNotRetry())),
                endpoint);
        image = cloud.push("test:1", TestImage.python(PROGRAM));
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        lambda.close();
        cloud.close();
    }

    @Test
    void servesInvocationsFromWarmEnvironmentsAndLogsAsLambdaDoes() {
        create(f -> f.environment(e -> e.variables(Map.of("NAME", "value"))).timeout(5));
        InvokeResponse first = invoke("{\"n\":1}", r -> r.logType(LogType.TAIL));
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
        InvokeResponse second = invoke("{\"n\":2}", r -> {});
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
        assertThat(cloud.measured).anySatisfy(m -> assertThat(m)
                .isEqualTo(new TestCloud.Measured("Invocations", Map.of("FunctionName", FUNCTION), 1)));
    }

    @Test
    void createsPendingThenActiveAndAnswersWithLambdasStatus() {
        var created = createRequest(f -> {});
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
        refused(() -> create(f -> {}), "InvalidParameterValueException", "cannot be assumed by Lambda");
        cloud.denied.clear();
        cloud.denied.add("ec2:DeleteNetworkInterface");
        Consumer<CreateFunctionRequest.Builder> inVpc =
                f -> f.vpcConfig(v -> v.subnetIds("subnet-1", "subnet-2").securityGroupIds("sg-1"));
        refused(
                () -> create(inVpc),
                "InvalidParameterValueException",
                "does not have permissions to call DeleteNetworkInterface on EC2");
        cloud.denied.clear();
        refused(
                () -> create(f -> f.code(c -> c.imageUri(TestCloud.REGISTRY + "/none:1"))),
                "InvalidParameterValueException",
                "does not exist. Provide a valid source image.");
        refused(
                () -> create(f -> f.vpcConfig(v -> v.subnetIds("x").securityGroupIds("sg-1"))),
                "InvalidParameterValueException",
                "InvalidSubnetID.NotFound");
        refused(
                () -> create(f -> f.packageType(PackageType.ZIP)),
                "InvalidParameterValueException",
                "PackageType Image");
        refused(() -> create(f -> f.memorySize(64)), "ValidationException", "memorySize");

        create(inVpc);
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
        create(f -> f.timeout(1));
        InvokeResponse failed = invoke("{\"fail\":\"why\"}", r -> {});
        assertThat(failed.functionError()).isEqualTo("Unhandled");
        assertThat(failed.payload().asUtf8String()).contains("\"errorMessage\": \"why\"");

        InvokeResponse late = invoke("{\"sleep\":9}", r -> r.logType(LogType.TAIL));
        assertThat(late.payload().asUtf8String())
                .matches("\\{\"errorType\":\"Sandbox.Timedout\",\"errorMessage\":"
                        + "\"RequestId: [0-9a-f-]{36} Error: Task timed out after 1.00 seconds\"}");
        assertThat(new String(Base64.getDecoder().decode(late.logResult()), StandardCharsets.UTF_8))
                .containsPattern("Z [0-9a-f-]{36} Task timed out after 1.00 seconds\n\nEND")
                .endsWith("\tStatus: timeout\t\n");

        InvokeResponse exited = invoke("{\"exit\":5}", r -> {});
        assertThat(exited.payload().asUtf8String())
                .contains("Runtime.ExitError", "Error: Runtime exited with error: exit status 5");
        assertThat(invoke("{}", r -> {}).functionError()).isNull();
    }

    @Test
    void killsAFunctionThatUsesTooMuchMemory() {
        create(f -> f.timeout(20));
        InvokeResponse response = invoke("{\"eat\":300000000}", r -> r.logType(LogType.TAIL));
        assertThat(response.payload().asUtf8String()).contains("Runtime exited with error: signal: killed");
        assertThat(new String(Base64.getDecoder().decode(response.logResult()), StandardCharsets.UTF_8))
                .contains("Max Memory Used: 128 MB", "Status: error\tError Type: Runtime.OutOfMemory");
    }

    @Test
    void reportsAnInitialisationThatFails() {
        create(f -> f.environment(e -> e.variables(Map.of("INIT", "exit"))));
        InvokeResponse response = invoke("{}", r -> {});
        assertThat(response.payload().asUtf8String()).contains("Runtime.ExitError", "exit status 3");
        await("the report", () -> cloud.lines("/aws/lambda/demo").anyMatch(l -> l.startsWith("REPORT")));
        assertThat(cloud.lines("/aws/lambda/demo").toList())
                .anyMatch(
                        l -> l.matches(
                                "INIT_REPORT Init Duration: [0-9.]+ ms\tPhase: init\tStatus: error\tError Type: Runtime.ExitError\t"))
                .anyMatch(l -> l.contains("Phase: invoke\tStatus: error"));
    }

    @Test
    void scalesOutAndThrottlesAtTheReserve() {
        create(f -> f.timeout(20));
        client.putFunctionConcurrency(r -> r.functionName(FUNCTION).reservedConcurrentExecutions(2));
        Set<String> pids = ConcurrentHashMap.newKeySet();
        List<CompletableFuture<Void>> calls = IntStream.range(0, 2)
                .mapToObj(i -> CompletableFuture.runAsync(
                        () -> pids.add(pid(invoke("{\"sleep\":2}", r -> {}))), Thread::startVirtualThread))
                .toList();
        await(
                "two at once",
                () -> cloud.lines("/aws/lambda/demo")
                                .filter(l -> l.contains("sleep"))
                                .count()
                        == 2);
        assertThatThrownBy(() -> invoke("{}", r -> {}))
                .isInstanceOfSatisfying(TooManyRequestsException.class, e -> assertThat(e.reasonAsString())
                        .isEqualTo("ReservedFunctionConcurrentInvocationLimitExceeded"));
        calls.forEach(CompletableFuture::join);
        assertThat(pids).hasSize(2);
        assertThat(cloud.measured)
                .contains(new TestCloud.Measured("Throttles", Map.of("FunctionName", FUNCTION), 1))
                .contains(new TestCloud.Measured("ConcurrentExecutions", Map.of("FunctionName", FUNCTION), 2));
        refused(
                () -> client.putFunctionConcurrency(
                        r -> r.functionName(FUNCTION).reservedConcurrentExecutions(51)),
                "InvalidParameterValueException",
                "below its minimum value of [100]");
    }

    @Test
    void keepsProvisionedEnvironmentsWarm() {
        create(f -> f.publish(true));
        client.createAlias(r -> r.functionName(FUNCTION).name("blue").functionVersion("1"));
        var put = client.putProvisionedConcurrencyConfig(
                r -> r.functionName(FUNCTION).qualifier("blue").provisionedConcurrentExecutions(2));
        assertThat(put.sdkHttpResponse().statusCode()).isEqualTo(202);
        await("ready", () -> provisionedStatus().equals("READY"));
        assertThat(cloud.lines("/aws/lambda/demo").filter("init provisioned-concurrency"::equals))
                .hasSize(2);
        InvokeResponse response = invoke("{}", r -> r.qualifier("blue"));
        assertThat(response.payload().asUtf8String()).contains("function:demo:blue");

        ProcessHandle.of(Long.parseLong(pid(response))).orElseThrow().destroyForcibly();
        await(
                "a replacement",
                () -> cloud.lines("/aws/lambda/demo")
                                .filter("init provisioned-concurrency"::equals)
                                .count()
                        == 3);
        client.deleteProvisionedConcurrencyConfig(r -> r.functionName(FUNCTION).qualifier("blue"));
        refused(
                () -> provisionedStatus(),
                "ProvisionedConcurrencyConfigNotFoundException",
                "No Provisioned Concurrency Config found");
    }

    private String provisionedStatus() {
        return client.getProvisionedConcurrencyConfig(
                        r -> r.functionName(FUNCTION).qualifier("blue"))
                .statusAsString();
    }

    @Test
    void publishesVersionsAndSharesByWeight() {
        create(f -> f.publish(true));
        assertThat(client.publishVersion(r -> r.functionName(FUNCTION)).version())
                .isEqualTo("1");
        client.updateFunctionConfiguration(r -> r.functionName(FUNCTION).memorySize(256));
        client.waiter().waitUntilFunctionUpdatedV2(r -> r.functionName(FUNCTION));
        assertThat(client.publishVersion(r -> r.functionName(FUNCTION)).version())
                .isEqualTo("2");
        client.createAlias(r -> r.functionName(FUNCTION)
                .name("live")
                .functionVersion("1")
                .routingConfig(c -> c.additionalVersionWeights(Map.of("2", 0.5))));
        await("both active", () -> client.listVersionsByFunction(r -> r.functionName(FUNCTION)).versions().stream()
                .allMatch(v -> v.stateAsString().equals("Active")));
        await("both versions serve", () -> {
            invoke("{}", r -> r.qualifier("live"));
            return cloud.measured.stream()
                            .filter(m -> m.name().equals("Invocations"))
                            .flatMap(m -> m.dimensions().entrySet().stream())
                            .filter(d -> d.getKey().equals("ExecutedVersion"))
                            .map(Map.Entry::getValue)
                            .distinct()
                            .count()
                    == 2;
        });
        refused(
                () -> client.deleteFunction(r -> r.functionName(FUNCTION).qualifier("2")),
                "ResourceConflictException",
                "referenced by alias");
        refused(
                () -> client.putProvisionedConcurrencyConfig(
                        r -> r.functionName(FUNCTION).qualifier("live").provisionedConcurrentExecutions(1)),
                "InvalidParameterValueException",
                "Alias with weights");
        client.updateAlias(r -> r.functionName(FUNCTION)
                .name("live")
                .functionVersion("2")
                .routingConfig(c -> c.additionalVersionWeights(Map.of())));
        assertThat(client.getAlias(r -> r.functionName(FUNCTION).name("live")).routingConfig())
                .isNull();
        client.deleteFunction(r -> r.functionName(FUNCTION).qualifier("1"));
        assertThat(client.listVersionsByFunction(r -> r.functionName(FUNCTION)).versions())
                .extracting(v -> v.version())
                .containsExactly("$LATEST", "2");
    }

    @Test
    void retiresEnvironmentsOfOldCodeAndIdleOnes() {
        create(f -> {});
        ProcessHandle before =
                ProcessHandle.of(Long.parseLong(pid(invoke("{}", r -> {})))).orElseThrow();
        String next = cloud.push("test:2", TestImage.python(PROGRAM + "\n# next\n"));
        client.updateFunctionCode(r -> r.functionName(FUNCTION).imageUri(next));
        client.waiter().waitUntilFunctionUpdatedV2(r -> r.functionName(FUNCTION));
        before.onExit().orTimeout(10, TimeUnit.SECONDS).join();
        ProcessHandle idle =
                ProcessHandle.of(Long.parseLong(pid(invoke("{}", r -> {})))).orElseThrow();
        // Two minutes of the cloud are six seconds here, and the reaper comes by every minute.
        idle.onExit().orTimeout(20, TimeUnit.SECONDS).join();
    }

    @Test
    void letsOtherServicesInvokeWithPermissionOnly() {
        create(f -> f.publish(true));
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
    void losesLinesThatTheRoleMayNotWrite() {
        cloud.denied.add("logs:PutLogEvents");
        create(f -> {});
        InvokeResponse response = invoke("{}", r -> r.logType(LogType.TAIL));
        assertThat(response.logResult()).isNotEmpty();
        assertThat(cloud.lines).isEmpty();
    }

    private void create(Consumer<CreateFunctionRequest.Builder> change) {
        client.createFunction(createRequest(change));
        client.waiter().waitUntilFunctionActiveV2(r -> r.functionName(FUNCTION));
    }

    private CreateFunctionRequest createRequest(Consumer<CreateFunctionRequest.Builder> change) {
        return CreateFunctionRequest.builder()
                .functionName(FUNCTION)
                .role(TestCloud.ROLE)
                .packageType(PackageType.IMAGE)
                .code(c -> c.imageUri(image))
                .applyMutation(change)
                .build();
    }

    private InvokeResponse invoke(String payload, Consumer<InvokeRequest.Builder> change) {
        return client.invoke(InvokeRequest.builder()
                .functionName(FUNCTION)
                .payload(SdkBytes.fromUtf8String(payload))
                .applyMutation(change)
                .build());
    }

    private static String pid(InvokeResponse response) {
        return response.payload().asUtf8String().replaceAll("(?s).*\"pid\": (\\d+).*", "$1");
    }

    private static void refused(ThrowingCallable call, String code, String message) {
        assertThatThrownBy(call).isInstanceOfSatisfying(LambdaException.class, e -> {
            assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code);
            assertThat(e.awsErrorDetails().errorMessage()).contains(message);
        });
    }
}
