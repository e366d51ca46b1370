package dev.provision.stack;

import dev.provision.aws.AwsConnection;
import dev.provision.aws.Owner;
import dev.provision.aws.acm.CertificateArn;
import dev.provision.aws.acm.CertificateSource;
import dev.provision.aws.acm.CertificateStep;
import dev.provision.aws.acm.CertificateSteps;
import dev.provision.aws.acm.CertificateTrust;
import dev.provision.aws.dns.DnsSteps;
import dev.provision.aws.dns.HostedZoneStep;
import dev.provision.aws.dns.RecordName;
import dev.provision.aws.dns.RecordSource;
import dev.provision.aws.dns.WantedRecord;
import dev.provision.aws.elb.LoadBalancerStep;
import dev.provision.config.Environment;
import dev.provision.graph.Ref;
import dev.provision.graph.StepGraph;
import dev.provision.graph.StepKey;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The certificate of the load balancer, and the records of its domains. */
record CertificatePart(CertificateSource source, CertificateTrust trust) {
    private static final String CERTIFICATE = "certificate";

    /** No domain has an empty label. */
    private static final String BETWEEN = "..";

    /** Empty where HTTPS is not wanted. */
    static Optional<CertificatePart> add(
            StepGraph.Builder graph,
            Environment environment,
            Ref<LoadBalancerStep.Live> loadBalancer,
            AwsConnection connection,
            Owner owner) {
        CertificateSteps certificates = new CertificateSteps(connection, owner);
        Adding adding = new Adding(graph, certificates, new DnsSteps(connection, owner), environment.domains());
        if (!environment.https()) {
            return Optional.empty();
        }
        Map<String, Ref<HostedZoneStep.Live>> zones = adding.zones();
        adding.aliases(zones, loadBalancer);
        CertificateSource source = environment
                .deployment()
                .balancer()
                .certificateArn()
                .<CertificateSource>map(arn -> adding.given(new CertificateArn(arn)))
                .orElseGet(() -> adding.certificate(zones));
        return Optional.of(new CertificatePart(source, certificates.trust(source)));
    }

    /**
     * Adds the certificates that there are for other domains, and the records of what is no longer a domain.
     *
     * @param former the keys of their steps
     */
    static void addFormer(
            StepGraph.Builder graph,
            Environment environment,
            Set<StepKey> former,
            Ref<LoadBalancerStep.Live> loadBalancer,
            AwsConnection connection,
            Owner owner) {
        CertificateSteps certificates = new CertificateSteps(connection, owner);
        DnsSteps dns = new DnsSteps(connection, owner);
        Set<String> added = new HashSet<>(environment.domains());
        for (StepKey key : former) {
            List<String> domains = List.of(key.name().split(Pattern.quote(BETWEEN)));
            CertificateStep step = certificates.certificate(key, domains);
            Ref<CertificateStep.Live> certificate = graph.add(step);
            domains.stream().filter(added::add).forEach(domain -> {
                Ref<HostedZoneStep.Live> zone = graph.add(dns.zone(new StepKey("hosted-zone", domain), domain));
                graph.add(dns.record(
                        proofKey(domain),
                        certificates.proof(step, certificate, domain).former(key),
                        zone));
                graph.add(dns.record(aliasKey(domain), new Alias(domain, loadBalancer).former(key), zone));
            });
        }
    }

    /** The keys of the certificates that the configuration no longer asks for, of all that carry tags. */
    static Set<StepKey> former(Environment environment, List<StepKey> tagged) {
        boolean made = environment.https()
                && environment.deployment().balancer().certificateArn().isEmpty();
        return tagged.stream()
                .filter(key -> key.kind().equals(CERTIFICATE))
                .filter(key -> !(made && key.equals(key(environment.domains()))))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** What clients of the load balancer trust, where it is reached by HTTPS. */
    static Optional<CertificateTrust> trust(Environment environment, AwsConnection connection, Owner owner) {
        if (!environment.https()) {
            return Optional.empty();
        }
        CertificateSteps certificates = new CertificateSteps(connection, owner);
        CertificateSource source = environment
                .deployment()
                .balancer()
                .certificateArn()
                .<CertificateSource>map(arn -> new CertificateSource.Given(new CertificateArn(arn), Set.of()))
                .orElseGet(() -> new CertificateSource.Found(
                        certificates.certificate(key(environment.domains()), environment.domains())));
        return Optional.of(certificates.trust(source));
    }

    /** The certificate's key has its names: with other names, it is another certificate. */
    static StepKey key(List<String> domains) {
        return new StepKey(CERTIFICATE, String.join(BETWEEN, domains));
    }

    private static StepKey proofKey(String domain) {
        return new StepKey("dns-record", "proof-" + domain);
    }

    private static StepKey aliasKey(String domain) {
        return new StepKey("dns-record", domain);
    }

    private record Adding(StepGraph.Builder graph, CertificateSteps certificates, DnsSteps dns, List<String> domains) {

        Map<String, Ref<HostedZoneStep.Live>> zones() {
            Map<String, Ref<HostedZoneStep.Live>> zones = new LinkedHashMap<>();
            domains.forEach(
                    domain -> zones.put(domain, graph.add(dns.zone(new StepKey("hosted-zone", domain), domain))));
            return zones;
        }

        CertificateSource given(CertificateArn arn) {
            StepKey checked = graph.add(certificates.given(new StepKey("existing-certificate", "main"), arn, domains))
                    .key();
            return new CertificateSource.Given(arn, Set.of(checked));
        }

        CertificateSource certificate(Map<String, Ref<HostedZoneStep.Live>> zones) {
            CertificateStep step = certificates.certificate(key(domains), domains);
            Ref<CertificateStep.Live> certificate = graph.add(step);
            Set<StepKey> proofs = new HashSet<>();
            zones.forEach((domain, zone) -> proofs.add(
                    graph.add(dns.record(proofKey(domain), certificates.proof(step, certificate, domain), zone))
                            .key()));
            StepKey issued = graph.add(
                            certificates.issued(new StepKey("certificate-issued", "main"), certificate, proofs))
                    .key();
            return new CertificateSource.Made(certificate, issued);
        }

        void aliases(Map<String, Ref<HostedZoneStep.Live>> zones, Ref<LoadBalancerStep.Live> loadBalancer) {
            zones.forEach(
                    (domain, zone) -> graph.add(dns.record(aliasKey(domain), new Alias(domain, loadBalancer), zone)));
        }
    }

    /** An address that follows the load balancer. */
    private record Alias(String domain, Ref<LoadBalancerStep.Live> loadBalancer) implements RecordSource {
        @Override
        public Set<StepKey> needs() {
            return Set.of(loadBalancer.key());
        }

        @Override
        public Optional<WantedRecord> record() {
            return loadBalancer
                    .live()
                    .map(live -> WantedRecord.alias(RecordName.alias(domain), live.dnsName(), live.zone()));
        }

        /** Where somebody else deleted the load balancer, the record is still to be found. */
        @Override
        public Optional<RecordName> name() {
            return Optional.of(RecordName.alias(domain));
        }
    }
}
