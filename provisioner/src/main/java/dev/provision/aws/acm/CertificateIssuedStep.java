package dev.provision.aws.acm;

import dev.provision.aws.Api;
import dev.provision.aws.CheckStep;
import dev.provision.graph.Readiness;
import dev.provision.graph.Ref;
import dev.provision.graph.StepKey;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.acm.AcmClient;
import software.amazon.awssdk.services.acm.model.CertificateDetail;
import software.amazon.awssdk.services.acm.model.CertificateStatus;

/** Waits until a certificate is issued. */
public final class CertificateIssuedStep extends CheckStep<CertificateStep.Live> {
    private final Ref<CertificateStep.Live> certificate;
    private final Api<AcmClient> acm;

    /** @param records those that prove the names */
    CertificateIssuedStep(
            StepKey key, Ref<CertificateStep.Live> certificate, Set<StepKey> records, Api<AcmClient> acm) {
        super(key, "acm", needs(needs(certificate), records));
        this.certificate = certificate;
        this.acm = acm;
    }

    @Override
    protected Optional<CertificateStep.Live> subject() {
        return certificate.live();
    }

    @Override
    public Readiness probe(CertificateStep.Live live) {
        if (live.status() == CertificateStatus.ISSUED) {
            return Readiness.ready();
        }
        return readiness(acm.call(c ->
                c.describeCertificate(r -> r.certificateArn(live.arn().value())).certificate()));
    }

    private static Readiness readiness(CertificateDetail now) {
        return switch (now.status()) {
            case ISSUED -> Readiness.ready();
            case PENDING_VALIDATION ->
                Readiness.pending("ACM has not seen the records yet that prove " + now.domainName()
                        + "; if this takes long, the zone's name servers are not those that its parent delegates to");
            case FAILED -> Readiness.failed("ACM refused the certificate: " + now.failureReasonAsString(), "");
            default -> Readiness.failed("the certificate is " + now.statusAsString(), "");
        };
    }

    @Override
    public Set<String> actions() {
        return Set.of("acm:DescribeCertificate");
    }

    @Override
    public int typicalSeconds() {
        return 60;
    }

    @Override
    public Duration patience() {
        return Duration.ofMinutes(30);
    }
}
