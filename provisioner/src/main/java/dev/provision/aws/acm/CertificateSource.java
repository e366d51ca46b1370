package dev.provision.aws.acm;

import dev.provision.graph.Ref;
import dev.provision.graph.StepKey;
import java.util.Optional;
import java.util.Set;

/** The certificate of a listener. */
public sealed interface CertificateSource {
    /** What must be ready for the certificate to be usable. */
    Set<StepKey> needs();

    /** Empty as long as there is none. */
    Optional<CertificateArn> arn();

    /**
     * Somebody else's, which is used as it is.
     *
     * @param needs what sees to it that it can be used
     */
    record Given(CertificateArn certificate, Set<StepKey> needs) implements CertificateSource {

        @Override
        public Optional<CertificateArn> arn() {
            return Optional.of(certificate);
        }
    }

    /**
     * Ours.
     *
     * @param issued waits until it is issued
     */
    record Made(Ref<CertificateStep.Live> certificate, StepKey issued) implements CertificateSource {
        @Override
        public Set<StepKey> needs() {
            return Set.of(certificate.key(), issued);
        }

        @Override
        public Optional<CertificateArn> arn() {
            return certificate.live().map(CertificateStep.Live::arn);
        }
    }

    /** Ours, looked up by those who do not make it. */
    record Found(CertificateStep step) implements CertificateSource {
        @Override
        public Set<StepKey> needs() {
            return Set.of();
        }

        @Override
        public Optional<CertificateArn> arn() {
            return step.find().map(CertificateStep.Live::arn);
        }
    }
}
