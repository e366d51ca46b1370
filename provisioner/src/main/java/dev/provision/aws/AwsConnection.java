package dev.provision.aws;

import dev.provision.graph.ProvisionException.CredentialsMissing;
import dev.provision.graph.Sleeper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.retry.RetryUtils;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.profiles.ProfileFileSystemSetting;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;

/** How AWS is reached: region, endpoint, credentials, retries. Makes the clients of all services alike. */
public final class AwsConnection {
    private static final int ATTEMPTS = 6;
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration ANSWER = Duration.ofSeconds(60);
    private final Region region;
    private final Optional<URI> endpoint;
    private final AwsCredentialsProvider credentials;
    private final Supplier<SdkHttpClient> http;
    private final Consistency consistency;
    private final Answers answers;
    private final Map<String, Api<?>> apis = new ConcurrentHashMap<>();

    private AwsConnection(
            Region region,
            Optional<URI> endpoint,
            AwsCredentialsProvider credentials,
            Consistency consistency,
            Answers answers) {
        this.region = region;
        this.endpoint = endpoint;
        this.credentials = credentials;
        this.answers = answers;
        this.http = new Lazy<>(() -> endpoint.filter(uri -> uri.getScheme().equals("http"))
                .map(_ -> UrlConnectionHttpClient.create(AwsConnection::plain))
                .orElseGet(() -> UrlConnectionHttpClient.builder()
                        .connectionTimeout(CONNECT)
                        .socketTimeout(ANSWER)
                        .build()));
        this.consistency = consistency;
    }

    /**
     * Begins to initialise, on a thread of its own, what the first client needs of the SDK: it takes about as long as all that
     * a command does before it has one.
     */
    public static void prepare() {
        Thread.ofPlatform().daemon().name("sdk").start(() -> at(
                        URI.create("http://localhost"), "us-east-1", Sleeper.system())
                .client(ElasticLoadBalancingV2Client.builder())
                .close());
    }

    /** AWS itself, with the SDK's default chain of credentials. */
    public static AwsConnection aws(String region, Sleeper sleeper) {
        Lazy<DefaultCredentialsProvider> chain =
                new Lazy<>(() -> DefaultCredentialsProvider.builder().build());
        AwsCredentialsProvider provider = () -> {
            try {
                return chain.get().resolveCredentials();
            } catch (SdkClientException none) {
                throw new CredentialsMissing(
                        "no AWS credentials in the environment, the profile or the instance" + wrongProfile(),
                        "log in (aws sso login, aws configure) or set AWS_PROFILE; or rehearse with --cloud local",
                        none);
            }
        };
        return new AwsConnection(
                Region.of(region), Optional.empty(), provider, new Consistency(sleeper), new Answers.Forgotten());
    }

    /** Why the profile is of no use that somebody has named: it is not there, or its login has expired. */
    private static String wrongProfile() {
        return ProfileFileSystemSetting.AWS_PROFILE
                .getStringValue()
                .map(name -> {
                    try (ProfileCredentialsProvider profile = ProfileCredentialsProvider.create(name)) {
                        profile.resolveCredentials();
                        return "";
                    } catch (SdkClientException | IllegalArgumentException | IllegalStateException why) {
                        // The rest is the SDK's image of the files.
                        return ": " + String.valueOf(why.getMessage()).split(": ProfileFile\\(", 2)[0];
                    }
                })
                .orElse("");
    }

    /** Something that speaks AWS's protocols at {@code endpoint} and takes any credentials. */
    public static AwsConnection at(URI endpoint, String region, Sleeper sleeper) {
        return new AwsConnection(
                Region.of(region),
                Optional.of(endpoint),
                StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")),
                new Consistency(sleeper),
                new Answers.Forgotten());
    }

    /** Another one, for a command that only looks: see {@link Api#findShared}. */
    public AwsConnection looking() {
        return new AwsConnection(region, endpoint, credentials, consistency, new Answers.Kept());
    }

    /**
     * One service; all that ask for it share its clients, for making one takes longer than most calls.
     *
     * @param service as IAM actions name it
     * @param builder the same for everyone who names this service
     */
    @SuppressWarnings("unchecked") // What is kept under a service's name is of the type that its builder makes.
    public <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> Api<C> api(
            String service, Supplier<B> builder) {
        return (Api<C>) apis.computeIfAbsent(
                service,
                name -> new Api<>(
                        name,
                        () -> client(builder.get()),
                        () -> client(builder.get(), careful()),
                        consistency,
                        answers));
    }

    /**
     * Looks for credentials; makes no call to AWS.
     *
     * @throws CredentialsMissing if there are none
     */
    public void requireCredentials() {
        credentials.resolveCredentials();
    }

    /** A client of this connection that repeats whatever may be repeated. */
    public <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C client(B builder) {
        return client(builder, standard());
    }

    private <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C client(
            B builder, RetryStrategy retries) {
        builder.region(region)
                .credentialsProvider(credentials)
                .httpClient(http.get())
                .overrideConfiguration(c -> c.retryStrategy(retries).addExecutionInterceptor(new OperationNames()));
        endpoint.ifPresent(builder::endpointOverride);
        return builder.build();
    }

    /** Without the trust store, which the SDK reads and parses also for an endpoint that has no TLS. */
    private static HttpURLConnection plain(URI uri) {
        try {
            HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
            connection.setConnectTimeout((int) CONNECT.toMillis());
            connection.setReadTimeout((int) ANSWER.toMillis());
            return connection;
        } catch (IOException unopened) {
            throw new UncheckedIOException("cannot call " + uri, unopened);
        }
    }

    private static StandardRetryStrategy standard() {
        return AwsRetryStrategy.standardRetryStrategy().toBuilder()
                .maxAttempts(ATTEMPTS)
                .build();
    }

    /** Repeats what was throttled, for that had no effect, and nothing else. */
    private static StandardRetryStrategy careful() {
        return StandardRetryStrategy.builder()
                // Else the client adds its own reasons to repeat a call: a lost connection, an answer of 500.
                .useClientDefaults(false)
                .maxAttempts(ATTEMPTS)
                .retryOnException(AwsConnection::throttled)
                .treatAsThrottling(AwsConnection::throttled)
                .build();
    }

    private static boolean throttled(Throwable failure) {
        return failure instanceof SdkException sdk && RetryUtils.isThrottlingException(sdk);
    }
}
