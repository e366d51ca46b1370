package dev.provision.aws.elb;

import dev.provision.aws.CheckStep;
import dev.provision.aws.acm.CertificateTrust;
import dev.provision.graph.ProvisionException.PermissionMissing;
import dev.provision.graph.Readiness;
import dev.provision.graph.Ref;
import dev.provision.graph.StepKey;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.net.ssl.HttpsURLConnection;

/** Waits until the load balancer answers a request to a route with 200. */
public final class RouteAnswersStep extends CheckStep<URI> {
    /** Longer than the 30 s of a function, so that its time-out is what is reported. */
    private static final Duration PATIENCE = Duration.ofSeconds(35);

    private static final Duration CONNECT = Duration.ofSeconds(5);

    private final Ref<LoadBalancerStep.Live> loadBalancer;
    private final Function<String, URI> url;
    private final Optional<CertificateTrust> trust;
    private final Supplier<Optional<String>> lastWords;

    /**
     * @param url what to ask, given the load balancer's DNS name
     * @param trust in the load balancer's certificate, where it is asked by HTTPS
     * @param lastWords what stands in a log where the answer is an error
     * @param order what must be there for an answer
     */
    public RouteAnswersStep(
            StepKey key,
            Ref<LoadBalancerStep.Live> loadBalancer,
            Function<String, URI> url,
            Optional<CertificateTrust> trust,
            Supplier<Optional<String>> lastWords,
            Set<StepKey> order) {
        super(key, "http", needs(needs(loadBalancer), order));
        this.loadBalancer = loadBalancer;
        this.url = url;
        this.trust = trust;
        this.lastWords = lastWords;
    }

    @Override
    protected Optional<URI> subject() {
        return loadBalancer.live().map(live -> url.apply(live.dnsName()));
    }

    @Override
    public Readiness probe(URI live) {
        try {
            HttpURLConnection connection = (HttpURLConnection) live.toURL().openConnection();
            if (connection instanceof HttpsURLConnection secured) {
                trust.ifPresent(known -> {
                    secured.setSSLSocketFactory(known.context().getSocketFactory());
                    // Only that very certificate is trusted; its name is not the load balancer's own.
                    secured.setHostnameVerifier((_, _) -> true);
                });
            }
            connection.setConnectTimeout((int) CONNECT.toMillis());
            connection.setReadTimeout((int) PATIENCE.toMillis());
            connection.setInstanceFollowRedirects(false);
            connection.setUseCaches(false);
            int status = connection.getResponseCode();
            connection.disconnect();
            return status == 200
                    ? Readiness.ready()
                    : Readiness.pending("GET " + live + " answers " + status + (status < 500 ? "" : words()));
        } catch (IOException noAnswer) {
            return Readiness.pending("GET " + live + " fails: " + noAnswer);
        }
    }

    private String words() {
        try {
            return lastWords.get().map(line -> "; the log says: " + line).orElse("");
        } catch (PermissionMissing denied) {
            return "; its log: " + denied.getMessage();
        }
    }

    @Override
    public Set<String> actions() {
        return trust.map(known -> Set.of(CertificateTrust.action())).orElseGet(Set::of);
    }

    @Override
    public int typicalSeconds() {
        return 5;
    }
}
