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

/** The certificate of the load balancer, and the records of its domains. */
record CertificatePart(CertificateSource source, CertificateTrust trust) {

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
    private static StepKey key(List<String> domains) {
        return new StepKey("certificate", String.join("+", domains));
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
            zones.forEach((domain, zone) -> proofs.add(graph.add(dns.record(
                            new StepKey("dns-record", "proof-" + domain),
                            certificates.proof(step, certificate, domain),
                            zone))
                    .key()));
            StepKey issued = graph.add(
                            certificates.issued(new StepKey("certificate-issued", "main"), certificate, proofs))
                    .key();
            return new CertificateSource.Made(certificate, issued);
        }

        void aliases(Map<String, Ref<HostedZoneStep.Live>> zones, Ref<LoadBalancerStep.Live> loadBalancer) {
            zones.forEach((domain, zone) ->
                    graph.add(dns.record(new StepKey("dns-record", domain), new Alias(domain, loadBalancer), zone)));
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
            return loadBalancer.live().map(live -> WantedRecord.alias(domain, live.dnsName(), live.zone()));
        }
    }
}
