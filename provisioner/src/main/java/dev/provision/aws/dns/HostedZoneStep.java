package dev.provision.aws.dns;

import dev.provision.aws.Api;
import dev.provision.aws.GivenStep;
import dev.provision.graph.StepKey;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.route53.Route53Client;
import software.amazon.awssdk.services.route53.model.HostedZone;

/** The public hosted zone that a domain name is in: the one with the longest name, where zones are within each other. */
public final class HostedZoneStep extends GivenStep<HostedZoneStep.Live> {
    private final String domain;
    private final Api<Route53Client> route53;

    HostedZoneStep(StepKey key, String domain, Api<Route53Client> route53) {
        super(key, "route53", Set.of());
        this.domain = domain;
        this.route53 = route53;
    }

    /**
     * A zone that exists.
     *
     * @param name with a dot at its end
     */
    public record Live(HostedZoneId id, String name) {}

    @Override
    protected Optional<Live> subject() {
        return route53.call(c -> c.listHostedZonesPaginator().hostedZones().stream()
                .filter(zone -> zone.config() == null
                        || !Boolean.TRUE.equals(zone.config().privateZone()))
                .filter(zone -> ("." + domain + ".").endsWith("." + zone.name()))
                .max(Comparator.comparingInt((HostedZone zone) -> zone.name().length())
                        .thenComparing(HostedZone::id))
                .map(zone ->
                        new Live(new HostedZoneId(zone.id().substring(zone.id().lastIndexOf('/') + 1)), zone.name())));
    }

    @Override
    protected String missing() {
        return "public hosted zone in Route 53 for " + domain;
    }

    @Override
    protected String remedy() {
        String parent =
                domain.indexOf('.') == domain.lastIndexOf('.') ? domain : domain.substring(domain.indexOf('.') + 1);
        return "create one for " + parent + " and have its name servers delegated to, or correct routing.domain";
    }

    @Override
    public Set<String> actions() {
        return Set.of("route53:ListHostedZones");
    }
}
