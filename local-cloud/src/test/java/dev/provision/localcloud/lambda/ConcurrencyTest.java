package dev.provision.localcloud.lambda;

import static dev.provision.localcloud.TestCloud.await;
import static dev.provision.localcloud.lambda.LambdaCloud.FUNCTION;
import static dev.provision.localcloud.lambda.LambdaCloud.pid;
import static dev.provision.localcloud.lambda.LambdaCloud.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.provision.localcloud.TestCloud;
import dev.provision.localcloud.runtime.TestImage;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.TooManyRequestsException;

/** How many environments serve a function's calls, of which version, and for how long, with real processes behind. */
@EnabledOnOs(OS.LINUX)
@Timeout(120)
class ConcurrencyTest extends LambdaFixture {
    @Test
    void scalesOutAndThrottlesAtTheReserve() {
        lambda.create(f -> f.timeout(20));
        client.putFunctionConcurrency(r -> r.functionName(FUNCTION).reservedConcurrentExecutions(2));
        Set<String> pids = ConcurrentHashMap.newKeySet();
        List<CompletableFuture<Void>> calls = IntStream.range(0, 2)
                .mapToObj(i -> CompletableFuture.runAsync(
                        () -> pids.add(pid(lambda.invoke("{\"sleep\":2}", r -> {}))), Thread::startVirtualThread))
                .toList();
        await(
                "two at once",
                () -> cloud.lines("/aws/lambda/demo")
                                .filter(l -> l.contains("sleep"))
                                .count()
                        == 2);
        assertThatThrownBy(() -> lambda.invoke("{}", r -> {}))
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
        lambda.create(f -> f.publish(true));
        client.createAlias(r -> r.functionName(FUNCTION).name("blue").functionVersion("1"));
        var put = client.putProvisionedConcurrencyConfig(
                r -> r.functionName(FUNCTION).qualifier("blue").provisionedConcurrentExecutions(2));
        assertThat(put.sdkHttpResponse().statusCode()).isEqualTo(202);
        await("ready", () -> provisionedStatus().equals("READY"));
        assertThat(cloud.lines("/aws/lambda/demo").filter("init provisioned-concurrency"::equals))
                .hasSize(2);
        InvokeResponse response = lambda.invoke("{}", r -> r.qualifier("blue"));
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
        lambda.create(f -> f.publish(true));
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
            lambda.invoke("{}", r -> r.qualifier("live"));
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
        lambda.create(f -> {});
        ProcessHandle before = ProcessHandle.of(Long.parseLong(pid(lambda.invoke("{}", r -> {}))))
                .orElseThrow();
        String next = cloud.push("test:2", TestImage.python(LambdaCloud.PROGRAM + "\n# next\n"));
        client.updateFunctionCode(r -> r.functionName(FUNCTION).imageUri(next));
        client.waiter().waitUntilFunctionUpdatedV2(r -> r.functionName(FUNCTION));
        before.onExit().orTimeout(10, TimeUnit.SECONDS).join();
        ProcessHandle idle = ProcessHandle.of(Long.parseLong(pid(lambda.invoke("{}", r -> {}))))
                .orElseThrow();
        // Two minutes of the cloud are six seconds here, and the reaper comes by every minute.
        idle.onExit().orTimeout(20, TimeUnit.SECONDS).join();
    }
}
