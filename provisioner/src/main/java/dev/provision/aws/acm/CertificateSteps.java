package dev.provision.aws.acm;

import dev.provision.aws.Api;
import dev.provision.aws.AwsConnection;
import dev.provision.aws.Owner;
import dev.provision.aws.dns.RecordSource;
import dev.provision.aws.dns.WantedRecord;
import dev.provision.graph.Ref;
import dev.provision.graph.StepKey;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.acm.AcmClient;

/** Makes the steps of this package for one environment. */
public final class CertificateSteps {
    private final Owner owner;
    private final Api<AcmClient> acm;

    public CertificateSteps(AwsConnection connection, Owner owner) {
        this.owner = owner;
        this.acm = connection.api("acm", AcmClient::builder);
    }

    /** @param domains what the certificate must be for */
    public GivenCertificateStep given(StepKey key, CertificateArn arn, List<String> domains) {
        return new GivenCertificateStep(key, arn, domains, acm);
    }

    /** @param names of the certificate, the first one its domain name */
    public CertificateStep certificate(StepKey key, List<String> names) {
        return new CertificateStep(key, names, owner, acm);
    }

    /** The record that proves one of a certificate's names. */
    public RecordSource proof(CertificateStep step, Ref<CertificateStep.Live> certificate, String name) {
        return new RecordSource() {
            @Override
            public Set<StepKey> needs() {
                return Set.of(certificate.key());
            }

            @Override
            public Optional<WantedRecord> record() {
                return certificate
                        .live()
                        .flatMap(live -> step.proof(live, name))
                        .map(proof -> WantedRecord.proof(proof.name(), proof.target()));
            }

            /** ACM made the name up, and nobody tells it once somebody else has deleted the certificate. */
            @Override
            public Optional<String> under() {
                return Optional.of(name);
            }
        };
    }

    /** @param records the steps that make the records that prove its names */
    public CertificateIssuedStep issued(StepKey key, Ref<CertificateStep.Live> certificate, Set<StepKey> records) {
        return new CertificateIssuedStep(key, certificate, records, acm);
    }

    /** What a client must be shown to know that it talks to the holder of a certificate. */
    public CertificateTrust trust(CertificateSource source) {
        return new CertificateTrust(source, acm);
    }
}
