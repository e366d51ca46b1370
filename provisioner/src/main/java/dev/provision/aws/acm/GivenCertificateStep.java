package dev.provision.aws.acm;

import dev.provision.aws.Api;
import dev.provision.aws.GivenStep;
import dev.provision.graph.Readiness;
import dev.provision.graph.StepKey;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.acm.AcmClient;
import software.amazon.awssdk.services.acm.model.CertificateDetail;
import software.amazon.awssdk.services.acm.model.CertificateStatus;

/** A certificate that exists already. A listener takes none that is not issued; one for other names every client refuses. */
public final class GivenCertificateStep extends GivenStep<GivenCertificateStep.Live> {
    private final CertificateArn arn;
    private final List<String> domains;
    private final Api<AcmClient> acm;

    /** @param domains what it must be for */
    GivenCertificateStep(StepKey key, CertificateArn arn, List<String> domains, Api<AcmClient> acm) {
        super(key, "acm", Set.of());
        this.arn = arn;
        this.domains = List.copyOf(domains);
        this.acm = acm;
    }

    /**
     * A certificate of somebody.
     *
     * @param names that it is for; may start with {@code *.}
     */
    public record Live(CertificateStatus status, Set<String> names) {
        /** "Certificate characteristics" in the ACM guide: an asterisk stands for one label. */
        private boolean covers(String domain) {
            return Stream.of(domain, "*" + domain.substring(Math.max(0, domain.indexOf('.'))))
                    .map(name -> name.toLowerCase(Locale.ROOT))
                    .anyMatch(names::contains);
        }
    }

    @Override
    protected Optional<Live> subject() {
        return acm.find(c -> c.describeCertificate(r -> r.certificateArn(arn.value()))
                        .certificate())
                .map(GivenCertificateStep::live);
    }

    private static Live live(CertificateDetail certificate) {
        return new Live(
                certificate.status(),
                Stream.concat(Stream.of(certificate.domainName()), certificate.subjectAlternativeNames().stream())
                        .map(name -> name.toLowerCase(Locale.ROOT))
                        .collect(Collectors.toCollection(LinkedHashSet::new)));
    }

    @Override
    public Readiness probe(Live live) {
        if (live.status() != CertificateStatus.ISSUED) {
            return failed("is " + live.status() + ", and a listener takes none that is not ISSUED");
        }
        List<String> others =
                domains.stream().filter(domain -> !live.covers(domain)).toList();
        return others.isEmpty()
                ? Readiness.ready()
                : failed("is for " + String.join(", ", live.names()) + ", and not for " + String.join(", ", others));
    }

    private Readiness failed(String why) {
        return Readiness.failed("certificate " + arn.value() + " " + why, "");
    }

    @Override
    protected String missing() {
        return "certificate " + arn.value();
    }

    @Override
    protected String remedy() {
        return "correct deployment.awsAlb.certificateArn, or remove it: for a routing.domain one is requested";
    }

    @Override
    public Set<String> actions() {
        return Set.of("acm:DescribeCertificate");
    }
}
