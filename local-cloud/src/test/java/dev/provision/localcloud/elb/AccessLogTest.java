package dev.provision.localcloud.elb;

import static dev.provision.localcloud.elb.ElbCloud.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.provision.localcloud.lambda.Invoker.Outcome;
import dev.provision.localcloud.network.NetworkInterfaces.Attached;
import dev.provision.localcloud.time.ManualTime;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Listener;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerAttribute;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;

/** What load balancers write down about requests, and where they put it. */
@Timeout(60)
class AccessLogTest {
    private static final String FUNCTION = "arn:aws:lambda:eu-west-2:000000000000:function:demo";

    private final ManualTime time = new ManualTime(Instant.parse("2026-01-01T00:00:00Z"));
    private final ElbCloud cloud = ElbCloud.start(time);
    private final LoadBalancer loadBalancer = cloud.loadBalancer("web");
    private final Listener listener = cloud.listener(loadBalancer, 80);
    private final TargetGroup tasks = cloud.ipGroup("tasks");
    private final TargetGroup functions = cloud.lambdaGroup("functions");
    private HttpServer target;

    @BeforeEach
    void start() throws IOException {
        Attached task = cloud.network().task();
        target = HttpServer.create(new InetSocketAddress(task.loopback(), 0), 0);
        target.createContext("/", exchange -> {
            exchange.sendResponseHeaders(201, -1);
            exchange.close();
        });
        target.start();
        cloud.rule(listener, 7, "/task*", tasks);
        cloud.register(tasks, task.privateIp(), target.getAddress().getPort());
        cloud.functions().permit(FUNCTION);
        cloud.client().registerTargets(r -> r.targetGroupArn(functions.targetGroupArn())
                .targets(new TargetKey(FUNCTION, 0).description(null)));
        cloud.rule(listener, 8, "/function", functions);
        time.advance(Duration.ofMinutes(3));
        cloud.buckets().open("logs");
        cloud.client().modifyLoadBalancerAttributes(r -> r.loadBalancerArn(loadBalancer.loadBalancerArn())
                .attributes(attribute("access_logs.s3.enabled", "true"), attribute("access_logs.s3.bucket", "logs")));
    }

    private static LoadBalancerAttribute attribute(String key, String value) {
        return LoadBalancerAttribute.builder().key(key).value(value).build();
    }

    @AfterEach
    void stop() {
        target.stop(0);
        cloud.close();
    }

    private int get(String path) throws Exception {
        return Requests.status(cloud.port(listener), path);
    }

    private List<String> lines() {
        return cloud.buckets().objects().entrySet().stream()
                .filter(object -> object.getKey().endsWith(".log.gz"))
                .flatMap(AccessLogTest::lines)
                .toList();
    }

    /** Lines are written after answers, so that those of two clients may come in either order. */
    private String line(String with) {
        return lines().stream().filter(line -> line.contains(with)).findFirst().orElseThrow();
    }

    private static Stream<String> lines(Map.Entry<String, byte[]> object) {
        try (GZIPInputStream zip = new GZIPInputStream(new ByteArrayInputStream(object.getValue()))) {
            return new String(zip.readAllBytes(), StandardCharsets.UTF_8).lines();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void everyRequestIsALineInTheBucketAfterFiveMinutes() throws Exception {
        assertThat(get("/task?a=b")).isEqualTo(201);
        cloud.functions().code(_ -> new Outcome.Throttled("ReservedFunctionConcurrentInvocationLimitExceeded"));
        assertThat(get("/function")).isEqualTo(502);
        cloud.functions().answer("nonsense");
        assertThat(get("/function")).isEqualTo(502);
        assertThat(get("/nothing")).isEqualTo(404);
        time.advance(Duration.ofMinutes(1));
        assertThat(lines()).isEmpty();
        await("four lines", () -> {
            time.advance(Duration.ofMinutes(5));
            return lines().size() == 4;
        });
        assertThat(cloud.buckets().objects().keySet())
                .anyMatch(key -> key.matches("logs/AWSLogs/000000000000/elasticloadbalancing/eu-west-2/2026/01/01/"
                        + "000000000000_elasticloadbalancing_eu-west-2_app\\.web\\.[0-9a-f]{16}_20260101T\\d{4}Z_10\\.[0-9.]+"
                        + "_[0-9a-f]{8}\\.log\\.gz"));
        String begin = "http 2026-01-01T00:\\d\\d:\\d\\d(\\.\\d+)?Z app/web/[0-9a-f]{16} 127\\.0\\.0\\.1:\\d+ ";
        String times = "\\d+\\.\\d{3} \\d+\\.\\d{3} \\d+\\.\\d{3} ";
        String url = " \\d+ \"GET http://127\\.0\\.0\\.1:80";
        assertThat(line("/task"))
                .matches(
                        begin + "10\\.[0-9.]+:\\d+ " + times + "201 201 0" + url
                                + "/task\\?a=b HTTP/1\\.1\" \"Java-http-client/.*\" - - " + tasks.targetGroupArn()
                                + " \"Root=1-[0-9a-f-]{33}\" \"-\" \"-\" 7 2026-01-01T.*Z \"forward\" \"-\" \"-\" .*\"201\" \"-\" \"-\" -");
        assertThat(line("LambdaThrottling"))
                .matches(begin + "- -1 -1 -1 502 - 0" + url
                        + "/function HTTP.* 8 .* \"forward\" \"-\" \"LambdaThrottling\" .*");
        assertThat(line("LambdaInvalidResponse")).matches(begin + "- -1 -1 -1 502 .*");
        assertThat(line("/nothing"))
                .matches(begin + "- -1 -1 -1 404 - 0" + url + "/nothing HTTP.* 0 .* \"fixed-response\" .*");
        // 30 fields, of which those in quotes may hold spaces.
        assertThat(lines()).allMatch(line -> line.replaceAll("\"[^\"]*\"", "q").split(" ").length == 30);
    }
}
