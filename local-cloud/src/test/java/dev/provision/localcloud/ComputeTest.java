package dev.provision.localcloud;

import static dev.provision.localcloud.TestCloud.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.localcloud.runtime.TestImage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.Compatibility;
import software.amazon.awssdk.services.ecs.model.LaunchType;
import software.amazon.awssdk.services.ecs.model.LogDriver;
import software.amazon.awssdk.services.ecs.model.NetworkMode;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ProtocolEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetTypeEnum;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.PackageType;

/** One image as a function and as tasks behind a load balancer, in a whole local cloud; the {@code aws} CLI is the witness. */
@SuppressWarnings("unchecked") // the SDK has varargs of generic consumers
@EnabledOnOs(OS.LINUX)
@Timeout(180)
class ComputeTest {
    private static final String PROGRAM = """
            import http.server, json, os, urllib.request
            def answer(compute): return json.dumps({'compute': compute, 'pid': os.getpid()})
            api = os.environ.get('AWS_LAMBDA_RUNTIME_API')
            if api:
                base = 'http://' + api + '/2018-06-01/runtime/invocation/'
                while True:
                    with urllib.request.urlopen(base + 'next') as next:
                        id = next.headers['Lambda-Runtime-Aws-Request-Id']; next.read()
                    print('serving')
                    body = {'statusCode': 200, 'headers': {'content-type': 'application/json'}, 'body': answer('lambda')}
                    urllib.request.urlopen(urllib.request.Request(base + id + '/response', data=json.dumps(body).encode()))
            class Handler(http.server.BaseHTTPRequestHandler):
                def do_GET(self):
                    self.send_response(200); self.end_headers(); self.wfile.write(answer('fargate').encode())
            print('listening')
            http.server.ThreadingHTTPServer((os.environ['SERVER_HOST'], 8080), Handler).serve_forever()
            """;

    @TempDir
    Path folder;

    private LocalCloud cloud;
    private int port;
    private AwsCli aws;
    private List<String> subnets;
    private String group;
    private String image;
    private String role;

    @BeforeEach
    void start() throws Exception {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        cloud = LocalCloud.start(Options.forTests().withListenerPorts(_ -> port));
        aws = AwsCli.of(cloud);
        network();
        role();
        try (ImagePush push = new ImagePush(cloud);
                CloudWatchLogsClient logs = Clients.of(CloudWatchLogsClient.builder(), cloud.endpoint())) {
            image = push.push("demo", "1", TestImage.python(PROGRAM));
            logs.createLogGroup(l -> l.logGroupName("/aws/lambda/demo"));
            logs.createLogGroup(l -> l.logGroupName("/ecs/demo"));
        }
    }

    @AfterEach
    void stop() {
        cloud.close();
    }

    private void network() {
        try (Ec2Client ec2 = Clients.of(Ec2Client.builder(), cloud.endpoint())) {
            PublicNetwork network = PublicNetwork.in(ec2, "10.123");
            subnets = network.subnets();
            group = network.group();
        }
    }

    private void role() {
        String trust = """
                {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole",
                "Principal":{"Service":["lambda.amazonaws.com","ecs-tasks.amazonaws.com"]}}]}""";
        String policy = """
                {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Resource":"*",
                "Action":["logs:*","ecr:*","ec2:*NetworkInterface*"]}]}""";
        try (IamClient iam = Clients.of(IamClient.builder(), cloud.endpoint())) {
            role = iam.createRole(r -> r.roleName("demo").assumeRolePolicyDocument(trust))
                    .role()
                    .arn();
            iam.putRolePolicy(p -> p.roleName("demo").policyName("all").policyDocument(policy));
        }
    }

    @Test
    void servesAsFunctionAndAsTasks() throws Exception {
        try (ElasticLoadBalancingV2Client elb = Clients.of(ElasticLoadBalancingV2Client.builder(), cloud.endpoint());
                LambdaClient lambda = Clients.of(LambdaClient.builder(), cloud.endpoint());
                EcsClient ecs = Clients.of(EcsClient.builder(), cloud.endpoint())) {
            String listener = listener(elb);
            function(lambda, elb, listener);
            service(ecs, elb, listener);
        }
        await("the function", () -> get("/lambda/health").contains("\"compute\": \"lambda\""));
        await("the tasks", () -> get("/fargate/health").contains("\"compute\": \"fargate\""));
        lookAtTheFunction();
        lookAtTheService();
        killATask();
    }

    private String listener(ElasticLoadBalancingV2Client elb) {
        String balancer = elb.createLoadBalancer(
                        l -> l.name("demo").subnets(subnets).securityGroups(group))
                .loadBalancers()
                .getFirst()
                .loadBalancerArn();
        return elb.createListener(l -> l.loadBalancerArn(balancer)
                        .port(80)
                        .protocol(ProtocolEnum.HTTP)
                        .defaultActions(a ->
                                a.type(ActionTypeEnum.FIXED_RESPONSE).fixedResponseConfig(f -> f.statusCode("404"))))
                .listeners()
                .getFirst()
                .listenerArn();
    }

    private static void rule(
            ElasticLoadBalancingV2Client elb, String listener, int priority, String path, String target) {
        elb.createRule(r -> r.listenerArn(listener)
                .priority(priority)
                .conditions(c -> c.field("path-pattern").values(path))
                .actions(a -> a.type(ActionTypeEnum.FORWARD).targetGroupArn(target)));
    }

    private void function(LambdaClient lambda, ElasticLoadBalancingV2Client elb, String listener) {
        lambda.createFunction(f -> f.functionName("demo")
                .packageType(PackageType.IMAGE)
                .code(c -> c.imageUri(image))
                .role(role)
                .memorySize(256)
                .timeout(10)
                .vpcConfig(v -> v.subnetIds(subnets).securityGroupIds(group)));
        lambda.waiter().waitUntilFunctionActiveV2(f -> f.functionName("demo"));
        lambda.publishVersion(v -> v.functionName("demo"));
        String alias = lambda.createAlias(
                        a -> a.functionName("demo").name("blue").functionVersion("1"))
                .aliasArn();
        String target = elb.createTargetGroup(t -> t.name("demo-lambda").targetType(TargetTypeEnum.LAMBDA))
                .targetGroups()
                .getFirst()
                .targetGroupArn();
        rule(elb, listener, 1, "/lambda/*", target);
        lambda.addPermission(p -> p.functionName("demo")
                .qualifier("blue")
                .statementId("alb")
                .action("lambda:InvokeFunction")
                .principal("elasticloadbalancing.amazonaws.com")
                .sourceArn(target));
        elb.registerTargets(r -> r.targetGroupArn(target).targets(t -> t.id(alias)));
    }

    private void service(EcsClient ecs, ElasticLoadBalancingV2Client elb, String listener) {
        String vpc = JsonPaths.text(
                aws.run("ec2", "describe-vpcs", "--filters", "Name=cidr,Values=10.123.0.0/16"), "Vpcs", 0, "VpcId");
        String target = elb.createTargetGroup(t -> t.name("demo-fargate")
                        .targetType(TargetTypeEnum.IP)
                        .protocol(ProtocolEnum.HTTP)
                        .port(8080)
                        .vpcId(vpc)
                        .healthCheckIntervalSeconds(5)
                        .healthCheckTimeoutSeconds(2)
                        .healthCheckPath("/fargate/health"))
                .targetGroups()
                .getFirst()
                .targetGroupArn();
        rule(elb, listener, 2, "/fargate/*", target);
        ecs.createCluster(c -> c.clusterName("demo"));
        String definition = ecs.registerTaskDefinition(d -> d.family("demo")
                        .cpu("256")
                        .memory("512")
                        .networkMode(NetworkMode.AWSVPC)
                        .requiresCompatibilities(Compatibility.FARGATE)
                        .executionRoleArn(role)
                        .containerDefinitions(c -> c.name("app")
                                .image(image)
                                .portMappings(p -> p.containerPort(8080))
                                .logConfiguration(l -> l.logDriver(LogDriver.AWSLOGS)
                                        .options(Map.of(
                                                "awslogs-group", "/ecs/demo",
                                                "awslogs-region", "eu-west-2",
                                                "awslogs-stream-prefix", "ecs")))))
                .taskDefinition()
                .taskDefinitionArn();
        ecs.createService(s -> s.cluster("demo")
                .serviceName("demo")
                .taskDefinition(definition)
                .desiredCount(1)
                .launchType(LaunchType.FARGATE)
                .networkConfiguration(n -> n.awsvpcConfiguration(
                        v -> v.subnets(subnets).securityGroups(group).assignPublicIp("ENABLED")))
                .loadBalancers(
                        l -> l.targetGroupArn(target).containerName("app").containerPort(8080)));
    }

    private void lookAtTheFunction() throws IOException {
        Path out = folder.resolve("out.json");
        JsonNode invoked =
                aws.run("lambda", "invoke", "--function-name", "demo:blue", "--log-type", "Tail", out.toString());
        assertThat(JsonPaths.text(invoked, "ExecutedVersion")).isEqualTo("1");
        assertThat(Files.readString(out)).contains("lambda");
        JsonNode function = aws.run("lambda", "get-function", "--function-name", "demo");
        assertThat(JsonPaths.text(function, "Configuration", "State")).isEqualTo("Active");
        assertThat(JsonPaths.text(function, "Code", "ResolvedImageUri")).contains("demo@sha256:");
        await("the log", () -> aws.run("logs", "filter-log-events", "--log-group-name", "/aws/lambda/demo")
                .toString()
                .contains("REPORT RequestId"));
        assertThat(aws.run("lambda", "list-aliases", "--function-name", "demo").toString())
                .contains("blue");
        assertThat(aws.refused("lambda", "get-function", "--function-name", "other"))
                .contains("ResourceNotFoundException", "Function not found");
    }

    private void lookAtTheService() {
        await("the steady state", () -> aws.run("ecs", "describe-services", "--cluster", "demo", "--services", "demo")
                .toString()
                .contains("has reached a steady state."));
        JsonNode tasks = aws.run("ecs", "list-tasks", "--cluster", "demo", "--service-name", "demo");
        String task = JsonPaths.text(tasks, "taskArns", 0);
        JsonNode described = aws.run("ecs", "describe-tasks", "--cluster", "demo", "--tasks", task);
        assertThat(JsonPaths.text(described, "tasks", 0, "lastStatus")).isEqualTo("RUNNING");
        String stream = "ecs/app/" + task.replaceAll(".*/", "");
        assertThat(aws.run("logs", "get-log-events", "--log-group-name", "/ecs/demo", "--log-stream-name", stream)
                        .toString())
                .contains("listening");
    }

    private void killATask() {
        String before = get("/fargate/health");
        long pid = Long.parseLong(before.replaceAll(".*\"pid\": (\\d+).*", "$1"));
        Instant killed = Instant.now();
        assertThat(ProcessHandle.of(pid)).isPresent();
        assertThat(cloud.killTasks("demo", 1)).isOne();
        await("another task", () -> {
            String now = get("/fargate/health");
            return now.contains("fargate") && !now.equals(before);
        });
        assertThat(Duration.between(killed, Instant.now())).isLessThan(Duration.ofSeconds(10));
    }

    private String get(String path) {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                    .timeout(Duration.ofSeconds(20))
                    .build();
            HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
            return response.body();
        } catch (IOException notYet) {
            return "";
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Ways into JSON. */
    private static final class JsonPaths {
        private JsonPaths() {}

        static String text(JsonNode node, Object... path) {
            JsonNode at = node;
            for (Object step : path) {
                at = step instanceof Integer index
                        ? at.asArray().get(index)
                        : at.field((String) step).orElseThrow();
            }
            return at.asString();
        }
    }
}
