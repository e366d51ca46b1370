package dev.provision.localcloud.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.provision.localcloud.Clients;
import dev.provision.localcloud.TestCloud;
import dev.provision.localcloud.runtime.TestImage;
import dev.provision.localcloud.time.CloudTime;
import dev.provision.localcloud.time.Latency;
import dev.provision.localcloud.time.ManualTime;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.CreateFunctionRequest;
import software.amazon.awssdk.services.lambda.model.InvokeRequest;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.LambdaException;
import software.amazon.awssdk.services.lambda.model.PackageType;

/** The Lambda service behind the real wire, with the image of a function that does what its events say. */
final class LambdaCloud implements AutoCloseable {
    static final String FUNCTION = "demo";
    static final String PROGRAM = """
            import json, os, sys, time, urllib.error, urllib.request
            base = 'http://' + os.environ['AWS_LAMBDA_RUNTIME_API'] + '/2018-06-01/runtime/'
            def post(path, body):
                urllib.request.urlopen(urllib.request.Request(base + path, data=json.dumps(body).encode())).read()
            if os.environ.get('INIT') == 'exit': sys.exit(3)
            if os.environ.get('INIT') == 'slow': time.sleep(0.5)
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
                if 'large' in event:
                    try: post('invocation/' + id + '/response', 'x' * event['large'])
                    except urllib.error.HTTPError as e: print('refused with', e.code)
                    continue
                post('invocation/' + id + '/response', {'event': event, 'pid': os.getpid(), 'arn': arn,
                    'left': deadline - int(time.time() * 1000), 'env': dict(os.environ), 'cwd': os.getcwd()})
            """;

    private final TestCloud cloud;
    private final Lambda lambda;
    private final LambdaClient client;
    private final String image;

    private LambdaCloud(TestCloud cloud, CloudTime time, Latency latency, Duration init) {
        this.cloud = cloud;
        lambda = new Lambda(
                new Lambda.Base(cloud.account, cloud.plane, time, latency),
                new Lambda.Neighbours(cloud, cloud.registry(), cloud, cloud, cloud, cloud.runtime, (_, _) -> Map.of()),
                new Lambda.Limits(150, Duration.ofMinutes(2), init));
        URI endpoint = cloud.serve(lambda.parts());
        client = Clients.of(
                LambdaClient.builder().overrideConfiguration(c -> c.retryStrategy(AwsRetryStrategy.doNotRetry())),
                endpoint);
        image = cloud.push("test:1", TestImage.python(PROGRAM));
    }

    /** A minute of it is three seconds; environments end when they were idle for two minutes of it. */
    static LambdaCloud start(Path folder) {
        return start(folder, Duration.ofSeconds(10));
    }

    /** One whose initialisations on demand may take that long, on the wall. */
    static LambdaCloud start(Path folder, Duration init) {
        TestCloud cloud = new TestCloud(folder, 20);
        return new LambdaCloud(cloud, cloud.time, Latency.INSTANT, init);
    }

    /** One on a clock that a test moves, where things take as long as on AWS. */
    static LambdaCloud start(Path folder, ManualTime time) {
        return new LambdaCloud(new TestCloud(folder, 1), time, Latency.AWS, Duration.ofSeconds(10));
    }

    /** What surrounds the service. */
    TestCloud surroundings() {
        return cloud;
    }

    LambdaClient client() {
        return client;
    }

    /** How other services invoke functions. */
    Invoker invoker() {
        return lambda.invoker();
    }

    /** Has the function be idle, as if nobody had invoked it for weeks. */
    void idle() {
        assertThat(cloud.plane.call(() -> lambda.idle(FUNCTION)).booleanValue()).isTrue();
    }

    /** Creates the function and waits until it is active. */
    void create(Consumer<CreateFunctionRequest.Builder> change) {
        client.createFunction(createRequest(change));
        client.waiter().waitUntilFunctionActiveV2(r -> r.functionName(FUNCTION));
    }

    CreateFunctionRequest createRequest(Consumer<CreateFunctionRequest.Builder> change) {
        return CreateFunctionRequest.builder()
                .functionName(FUNCTION)
                .role(TestCloud.ROLE)
                .packageType(PackageType.IMAGE)
                .code(c -> c.imageUri(image))
                .applyMutation(change)
                .build();
    }

    InvokeResponse invoke(String payload, Consumer<InvokeRequest.Builder> change) {
        return client.invoke(InvokeRequest.builder()
                .functionName(FUNCTION)
                .payload(SdkBytes.fromUtf8String(payload))
                .applyMutation(change)
                .build());
    }

    /** Of the process that answered. */
    static String pid(InvokeResponse response) {
        return response.payload().asUtf8String().replaceAll("(?s).*\"pid\": (\\d+).*", "$1");
    }

    /** Expects a call to be refused. */
    static void refused(ThrowingCallable call, String code, String message) {
        assertThatThrownBy(call).isInstanceOfSatisfying(LambdaException.class, e -> {
            assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code);
            assertThat(e.awsErrorDetails().errorMessage()).contains(message);
        });
    }

    @Override
    public void close() throws IOException {
        client.close();
        lambda.close();
        cloud.close();
    }
}
