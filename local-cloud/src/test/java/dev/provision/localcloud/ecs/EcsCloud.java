package dev.provision.localcloud.ecs;

import static dev.provision.localcloud.TestCloud.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.provision.localcloud.Clients;
import dev.provision.localcloud.TestCloud;
import dev.provision.localcloud.cloudwatch.MetricSink;
import dev.provision.localcloud.runtime.TestImage;
import dev.provision.localcloud.secretsmanager.SecretsService;
import dev.provision.localcloud.ssm.ParameterStore;
import dev.provision.localcloud.time.CloudTime;
import dev.provision.localcloud.time.Latency;
import dev.provision.localcloud.time.ManualTime;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.Compatibility;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.CreateServiceRequest;
import software.amazon.awssdk.services.ecs.model.EcsException;
import software.amazon.awssdk.services.ecs.model.LaunchType;
import software.amazon.awssdk.services.ecs.model.LogDriver;
import software.amazon.awssdk.services.ecs.model.NetworkMode;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;
import software.amazon.awssdk.services.ecs.model.TaskStopCode;

/** The ECS service behind the real wire, with a cluster {@code main} and the image of a small web server. */
@SuppressWarnings("unchecked") // the SDK has varargs of generic consumers
public final class EcsCloud implements AutoCloseable {
    static final String GROUP = "arn:aws:elasticloadbalancing:eu-west-2:000000000000:targetgroup/blue/1";
    private static final String PROGRAM = """
            import http.server, json, os, signal, sys
            signal.signal(signal.SIGTERM, lambda *a: sys.exit(0))
            print('starting')
            if os.environ.get('DEAF'): signal.signal(signal.SIGTERM, signal.SIG_IGN)
            if os.environ.get('EAT'): hold = bytearray(int(os.environ['EAT']))
            if os.environ.get('CRASH'): sys.exit(1)
            class Handler(http.server.BaseHTTPRequestHandler):
                def do_GET(self):
                    body = json.dumps({'pid': os.getpid(), 'env': dict(os.environ)}).encode()
                    self.send_response(200); self.end_headers(); self.wfile.write(body)
            http.server.HTTPServer((os.environ['SERVER_HOST'], 8080), Handler).serve_forever()
            """;
    private static final int VCPUS = 6;

    private final TestCloud cloud;
    private final Ecs ecs;
    private final URI endpoint;
    private final EcsClient client;
    private final String image;

    private EcsCloud(TestCloud cloud, CloudTime time, Latency latency) {
        this.cloud = cloud;
        ParameterStore parameters = new ParameterStore(cloud.account, cloud.time);
        SecretsService secrets = new SecretsService(cloud.account, cloud.time);
        Ecs.Base base = new Ecs.Base(cloud.account, cloud.plane, time, latency);
        ecs = new Ecs(base, neighbours(cloud, cloud, new SecretValues(parameters, secrets)), VCPUS);
        List<Object> parts = new ArrayList<>(ecs.parts());
        parts.add(parameters);
        parts.addAll(secrets.parts());
        endpoint = cloud.serve(parts);
        client = Clients.of(EcsClient.builder(), endpoint);
        client.createCluster(c -> c.clusterName("main"));
        image = cloud.push("test:1", TestImage.python(PROGRAM));
    }

    /** A minute of it is three seconds; nothing takes longer than it has to. */
    static EcsCloud start(Path folder) {
        TestCloud cloud = new TestCloud(folder, 20);
        return new EcsCloud(cloud, cloud.time, Latency.INSTANT);
    }

    /** One on a clock that a test moves, where things take as long as on AWS. */
    static EcsCloud start(Path folder, ManualTime time) {
        return new EcsCloud(new TestCloud(folder, 1), time, Latency.AWS);
    }

    /** An ECS service, all of whose other neighbours are the test's cloud. */
    public static Ecs ecs(TestCloud cloud, MetricSink metrics, SecretValues secrets, int vcpus) {
        return new Ecs(
                new Ecs.Base(cloud.account, cloud.plane, cloud.time, Latency.INSTANT),
                neighbours(cloud, metrics, secrets),
                vcpus);
    }

    private static Ecs.Neighbours neighbours(TestCloud cloud, MetricSink metrics, SecretValues secrets) {
        return new Ecs.Neighbours(
                cloud, cloud.registry(), cloud, cloud, cloud, cloud, metrics, cloud.runtime, secrets, cloud.sessions);
    }

    /** What surrounds the service. */
    TestCloud surroundings() {
        return cloud;
    }

    URI endpoint() {
        return endpoint;
    }

    EcsClient client() {
        return client;
    }

    /** A definition of the web server, once changed. */
    TaskDefinition register(Consumer<RegisterTaskDefinitionRequest.Builder> change) {
        return client.registerTaskDefinition(RegisterTaskDefinitionRequest.builder()
                        .family("web")
                        .cpu("256")
                        .memory("512")
                        .networkMode(NetworkMode.AWSVPC)
                        .requiresCompatibilities(Compatibility.FARGATE)
                        .executionRoleArn(TestCloud.ROLE)
                        .containerDefinitions(c -> c.name("app")
                                .image(image)
                                .portMappings(p -> p.containerPort(8080))
                                .environment(e -> e.name("NAME").value("value"))
                                .logConfiguration(l -> l.logDriver(LogDriver.AWSLOGS)
                                        .options(Map.of(
                                                "awslogs-group", "/ecs/web",
                                                "awslogs-region", "eu-west-2",
                                                "awslogs-stream-prefix", "ecs"))))
                        .applyMutation(change)
                        .build())
                .taskDefinition();
    }

    /** A service {@code web} with its tasks in a target group. */
    void create(TaskDefinition definition, Consumer<CreateServiceRequest.Builder> change) {
        client.createService(CreateServiceRequest.builder()
                .cluster("main")
                .serviceName("web")
                .taskDefinition(definition.taskDefinitionArn())
                .launchType(LaunchType.FARGATE)
                .networkConfiguration(n -> n.awsvpcConfiguration(v -> v.subnets("subnet-1", "subnet-2")))
                .loadBalancers(l -> l.targetGroupArn(GROUP).containerName("app").containerPort(8080))
                .applyMutation(change)
                .build());
    }

    /** A definition of the web server with one more variable, once changed. */
    TaskDefinition register(String variable, String value, Consumer<ContainerDefinition.Builder> change) {
        return register(d -> d.containerDefinitions(d.build().containerDefinitions().getFirst().toBuilder()
                .environment(e -> e.name(variable).value(value))
                .applyMutation(change)
                .build()));
    }

    Task runTask(TaskDefinition definition) {
        return client.runTask(r -> r.cluster("main")
                        .taskDefinition(definition.taskDefinitionArn())
                        .launchType(LaunchType.FARGATE)
                        .networkConfiguration(n -> n.awsvpcConfiguration(v -> v.subnets("subnet-1"))))
                .tasks()
                .getFirst();
    }

    /** Why a task of this definition does not start. */
    String reasonOf(TaskDefinition definition) {
        Task task = runTask(definition);
        await("it stops", () -> task(task.taskArn()).lastStatus().equals("STOPPED"));
        assertThat(task(task.taskArn()).stopCode()).isEqualTo(TaskStopCode.TASK_FAILED_TO_START);
        return task(task.taskArn()).stoppedReason();
    }

    Service service() {
        return client.describeServices(d -> d.cluster("main").services("web"))
                .services()
                .getFirst();
    }

    /** Of the service, the latest first. */
    List<String> messages() {
        return service().events().stream().map(event -> event.message()).toList();
    }

    void awaitSteady() {
        await("a steady state", () -> messages().stream()
                .findFirst()
                .filter(message -> message.endsWith("has reached a steady state."))
                .isPresent());
    }

    /** Of the service. */
    List<Task> tasks() {
        List<String> arns =
                client.listTasks(l -> l.cluster("main").serviceName("web")).taskArns();
        return arns.isEmpty()
                ? List.of()
                : client.describeTasks(d -> d.cluster("main").tasks(arns)).tasks();
    }

    Task task(String arn) {
        return client.describeTasks(d -> d.cluster("main").tasks(arn)).tasks().getFirst();
    }

    /** What a task answers, once it listens. */
    String get(Task task) throws Exception {
        String id = task.attachments().getFirst().details().stream()
                .filter(detail -> detail.name().equals("networkInterfaceId"))
                .findFirst()
                .orElseThrow()
                .value();
        String address = cloud.interfaces.get(id).loopback().getHostAddress();
        await("it listens", () -> listens(address));
        return get(URI.create("http://" + address + ":8080/"));
    }

    private static boolean listens(String address) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, 8080), 1000);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    static String get(URI uri) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                    .body();
        }
    }

    /** Of the process that is a task. */
    long pid(Task task) throws Exception {
        return Long.parseLong(get(task).replaceAll("(?s).*\"pid\": (\\d+).*", "$1"));
    }

    /** Expects a call to be refused. */
    static void refused(ThrowingCallable call, String code, String message) {
        assertThatThrownBy(call).isInstanceOfSatisfying(EcsException.class, e -> {
            assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code);
            assertThat(e.awsErrorDetails().errorMessage()).contains(message);
        });
    }

    @Override
    public void close() throws IOException {
        client.close();
        ecs.close();
        cloud.close();
    }
}
