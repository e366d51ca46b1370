package dev.provision.aws;

import dev.provision.graph.ProvisionException.CredentialsMissing;
import dev.provision.graph.Sleeper;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.retry.RetryUtils;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.retries.api.RetryStrategy;

/** How AWS is reached: region, endpoint, credentials, retries. Makes the clients of all services alike. */
public final class AwsConnection {
    private static final int ATTEMPTS = 6;
    private final Region region;
    private final Optional<URI> endpoint;
    private final AwsCredentialsProvider credentials;
    private final Supplier<SdkHttpClient> http;
    private final Consistency consistency;

    private AwsConnection(
            String region, Optional<URI> endpoint, AwsCredentialsProvider credentials, Consistency consistency) {
        this.region = Region.of(region);
        this.endpoint = endpoint;
        this.credentials = credentials;
        this.http = new Lazy<>(() -> UrlConnectionHttpClient.builder()
                .connectionTimeout(Duration.ofSeconds(10))
                .socketTimeout(Duration.ofSeconds(60))
                .build());
        this.consistency = consistency;
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
                        "no AWS credentials in the environment, the profile or the instance",
                        "log in (aws sso login, aws configure) or set AWS_PROFILE; or rehearse with --cloud local",
                        none);
            }
        };
        return new AwsConnection(region, Optional.empty(), provider, new Consistency(sleeper));
    }

    /** Something that speaks AWS's protocols at {@code endpoint} and takes any credentials. */
    public static AwsConnection at(URI endpoint, String region, Sleeper sleeper) {
        return new AwsConnection(
                region,
                Optional.of(endpoint),
                StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")),
                new Consistency(sleeper));
    }

    /**
     * One service.
     *
     * @param service as IAM actions name it
     */
    public <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> Api<C> api(
            String service, Supplier<B> builder) {
        return new Api<>(service, () -> client(builder.get()), () -> client(builder.get(), careful()), consistency);
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
