package dev.provision.localcloud.wire;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.acm.AcmClient;
import software.amazon.awssdk.services.applicationautoscaling.ApplicationAutoScalingClient;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.resourcegroupstaggingapi.ResourceGroupsTaggingApiClient;
import software.amazon.awssdk.services.route53.Route53Client;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.servicequotas.ServiceQuotasClient;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.wafv2.Wafv2Client;

/** What the SDK's clients write for random values of every operation that the local cloud has. Not thread-safe. */
final class RealRequests {
    private final AtomicReference<WireRequest> written = new AtomicReference<>();
    private final Map<String, Object> clients = new HashMap<>();
    private final IdentityHashMap<Object, Map<Class<?>, Method>> methods = new IdentityHashMap<>();
    private final List<Operation> operations;
    private final RandomGenerator random;

    /** @param services of a cloud, whose operations are asked for */
    RealRequests(List<AwsService> services, RandomGenerator random) {
        this.random = random;
        add("ec2", Ec2Client.builder());
        add("elasticloadbalancing", ElasticLoadBalancingV2Client.builder());
        add("iam", IamClient.builder());
        add("sts", StsClient.builder());
        add("sns", SnsClient.builder());
        add("monitoring", CloudWatchClient.builder());
        add("ecs", EcsClient.builder());
        add("ecr", EcrClient.builder());
        add("logs", CloudWatchLogsClient.builder());
        add("ssm", SsmClient.builder());
        add("acm", AcmClient.builder());
        add("tagging", ResourceGroupsTaggingApiClient.builder());
        add("servicequotas", ServiceQuotasClient.builder());
        add("secretsmanager", SecretsManagerClient.builder());
        add("wafv2", Wafv2Client.builder());
        add("application-autoscaling", ApplicationAutoScalingClient.builder());
        add("lambda", LambdaClient.builder());
        add("route53", Route53Client.builder());
        add("s3", S3Client.builder().forcePathStyle(true));
        operations = services.stream()
                .filter(service -> clients.containsKey(service.api().signingName()))
                .flatMap(service -> Arrays.stream(service.getClass().getMethods())
                        .map(method -> Operation.of(service, method))
                        .flatMap(Optional::stream))
                // The clients want streams beside these requests.
                .filter(operation -> !operation.takesBytes())
                .toList();
    }

    /** The client's methods that take a request, by its type: the clients have thousands of methods to look through. */
    private static Map<Class<?>, Method> methods(Object client) {
        return Arrays.stream(client.getClass().getInterfaces())
                .flatMap(face -> Arrays.stream(face.getMethods()))
                .filter(method -> method.getParameterCount() == 1)
                .collect(Collectors.toMap(method -> method.getParameterTypes()[0], method -> method, (one, _) -> one));
    }

    private <C, B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>> void add(String service, B builder) {
        clients.put(
                service,
                builder.region(Region.EU_WEST_2)
                        .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("a", "b")))
                        .overrideConfiguration(o -> o.retryStrategy(r -> r.maxAttempts(1)))
                        .httpClient(new LoopbackHttpClient(request -> {
                            written.set(request);
                            return WireResponse.of(400, "text/plain", "");
                        }))
                        .build());
    }

    int count() {
        return operations.size();
    }

    /** A request of a random operation; empty if the client refused to write it. */
    Optional<WireRequest> next() {
        Operation operation = operations.get(random.nextInt(operations.size()));
        Object client = clients.get(operation.service().api().signingName());
        written.set(null);
        try {
            Object request = new ModelValues(random).fill(operation.newRequest(), 1);
            methods.computeIfAbsent(client, RealRequests::methods)
                    .get(operation.method().getParameterTypes()[0])
                    .invoke(client, request);
        } catch (InvocationTargetException refused) {
            // The answer is no answer to the request, which the client says; what it wrote is what counts.
            return Optional.ofNullable(written.get());
        } catch (IllegalAccessException closed) {
            throw new IllegalStateException(closed);
        }
        return Optional.ofNullable(written.get());
    }
}
