package dev.provision.localcloud.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import dev.provision.localcloud.wire.ServiceApi.Protocol;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallLocation;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.applicationautoscaling.ApplicationAutoScalingClient;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.ssm.SsmClient;

/**
 * The codec and the SDK understand each other: what a real client writes is read as it was meant, and what is answered
 * arrives as it was meant, for every operation of the SDK's model and random values of every member.
 */
class CodecPropertiesTest {
    /** EC2's client rewrites these requests before it sends them. */
    private static final List<String> REWRITTEN =
            List.of("CopySnapshot", "DescribeSpotFleetRequestHistory", "RequestSpotFleet");

    private static final Protocols PROTOCOLS = new Protocols();

    private static final Map<String, Service> SERVICES = List.of(
                    service("ec2", Protocol.EC2_QUERY, Ec2Client.class, Ec2Client.builder()),
                    service(
                            "elasticloadbalancing",
                            Protocol.AWS_QUERY,
                            ElasticLoadBalancingV2Client.class,
                            ElasticLoadBalancingV2Client.builder()),
                    service("iam", Protocol.AWS_QUERY, IamClient.class, IamClient.builder()),
                    service("monitoring", Protocol.AWS_QUERY, CloudWatchClient.class, CloudWatchClient.builder()),
                    service("ecs", Protocol.JSON_1_1, EcsClient.class, EcsClient.builder()),
                    service("logs", Protocol.JSON_1_1, CloudWatchLogsClient.class, CloudWatchLogsClient.builder()),
                    service("ssm", Protocol.JSON_1_1, SsmClient.class, SsmClient.builder()),
                    service(
                            "application-autoscaling",
                            Protocol.JSON_1_1,
                            ApplicationAutoScalingClient.class,
                            ApplicationAutoScalingClient.builder()),
                    service("lambda", Protocol.REST_JSON, LambdaClient.class, LambdaClient.builder()))
            .stream()
            .collect(Collectors.toMap(service -> service.operations().api().signingName(), Function.identity()));

    private record Service(Operations operations, Function<Function<WireRequest, WireResponse>, Object> client) {}

    private static <C, B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>> Service service(
            String signingName, Protocol protocol, Class<C> client, B builder) {
        ServiceApi api = new ServiceApi(signingName, protocol, "", "");
        AwsService none = () -> api;
        Map<String, Operation> operations = Arrays.stream(client.getMethods())
                .filter(method -> !method.isSynthetic())
                .map(method -> Operation.of(none, method))
                .flatMap(Optional::stream)
                .filter(operation -> !REWRITTEN.contains(operation.name()))
                .collect(Collectors.toMap(Operation::name, Function.identity()));
        return new Service(new Operations(api, operations), server -> builder.region(Region.EU_WEST_2)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("a", "b")))
                // The SDK compresses large metrics; the server in front undoes that, and there is none here.
                .overrideConfiguration(
                        c -> c.compressionConfiguration(compression -> compression.requestCompressionEnabled(false)))
                .httpClient(new LoopbackHttpClient(server))
                .build());
    }

    @Provide
    Arbitrary<String> operations() {
        return Arbitraries.of(SERVICES.entrySet().stream()
                .flatMap(service -> service.getValue().operations().byName().keySet().stream()
                        .map(name -> service.getKey() + " " + name))
                .sorted()
                .toList());
    }

    @Property(tries = 400)
    void aRealClientIsUnderstoodAndUnderstands(@ForAll("operations") String name, @ForAll long seed)
            throws ReflectiveOperationException {
        Service service = SERVICES.get(name.split(" ")[0]);
        Operation operation = service.operations().byName().get(name.split(" ")[1]);
        ModelValues values = new ModelValues(new Random(seed));
        SdkPojo request = values.fill(operation.newRequest(), 0);
        SdkPojo answer = values.fill(responseBuilder(operation), 0);
        AtomicReference<SdkPojo> read = new AtomicReference<>();
        Object client = service.client().apply(wire -> serve(service.operations(), wire, read, answer));
        Object received = operation.method().invoke(client, request);
        assertThat(read.get()).as("request").matches(request::equalsBySdkFields, request.toString());
        assertThat((SdkPojo) received).as("answer").matches(answer::equalsBySdkFields, answer.toString());
    }

    private static WireResponse serve(
            Operations operations, WireRequest wire, AtomicReference<SdkPojo> read, SdkPojo answer) {
        var protocol = PROTOCOLS.of(wire, Optional.of(operations));
        Operations.Match match = protocol.match(operations, wire);
        SdkPojo builder = match.operation().newRequest();
        protocol.read(match, wire, builder);
        read.set(Shapes.build(builder));
        return protocol.answer(match.operation(), answer, "request-id");
    }

    private static SdkPojo responseBuilder(Operation operation) throws ReflectiveOperationException {
        Method builder = operation.method().getReturnType().getMethod("builder");
        return (SdkPojo) builder.invoke(null);
    }

    @Property(tries = 150)
    void documentsOfBothFormatsAreReadAsTheyWereWritten(@ForAll("operations") String name, @ForAll long seed)
            throws IOException, ReflectiveOperationException {
        Operation operation =
                SERVICES.get(name.split(" ")[0]).operations().byName().get(name.split(" ")[1]);
        SdkPojo pojo = new ModelValues(new Random(seed)).fill(responseBuilder(operation), 0);
        for (JsonFactory factory : List.of(PROTOCOLS.json, PROTOCOLS.cbor)) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (var out = factory.createGenerator(bytes)) {
                new TreeWriter(out, SdkField::memberName).structure(pojo);
            }
            SdkPojo builder = responseBuilder(operation);
            try (var parser = factory.createParser(bytes.toByteArray())) {
                new TreeReader(parser, SdkField::memberName).read(builder);
            }
            boolean wholeInBody =
                    pojo.sdkFields().stream().allMatch(field -> field.location() == MarshallLocation.PAYLOAD);
            assertThat(Shapes.build(builder))
                    .matches(same -> !wholeInBody || pojo.equalsBySdkFields(same), pojo.toString());
        }
    }
}
