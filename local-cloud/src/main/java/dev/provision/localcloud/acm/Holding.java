package dev.provision.localcloud.acm;

import dev.provision.localcloud.route53.DnsRecords;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.acm.model.CertificateDetail;
import software.amazon.awssdk.services.acm.model.CertificateOptions;
import software.amazon.awssdk.services.acm.model.CertificateStatus;
import software.amazon.awssdk.services.acm.model.CertificateSummary;
import software.amazon.awssdk.services.acm.model.CertificateTransparencyLoggingPreference;
import software.amazon.awssdk.services.acm.model.CertificateType;
import software.amazon.awssdk.services.acm.model.DomainStatus;
import software.amazon.awssdk.services.acm.model.DomainValidation;
import software.amazon.awssdk.services.acm.model.RecordType;
import software.amazon.awssdk.services.acm.model.RenewalEligibility;
import software.amazon.awssdk.services.acm.model.ResourceRecord;
import software.amazon.awssdk.services.acm.model.ValidationMethod;

/**
 * A certificate that ACM keeps.
 *
 * @param created when it was requested or imported
 * @param keyAlgorithm as ACM names it
 * @param byMail whether the owner is asked by mail, which nobody here answers, instead of by DNS
 * @param token the idempotency token of the request
 */
record Holding(
        Certificate certificate,
        CertificateType type,
        Status status,
        Instant created,
        String keyAlgorithm,
        boolean byMail,
        Optional<String> token) {
    /** Where it is in its life. */
    sealed interface Status {
        /** It waits for the validation of its names. */
        record Pending() implements Status {}

        record Issued(Instant at) implements Status {}
    }

    String domainName() {
        return certificate.names().isEmpty() ? "" : certificate.names().getFirst();
    }

    Holding issued(Instant at) {
        return new Holding(certificate, type, new Status.Issued(at), created, keyAlgorithm, byMail, token);
    }

    CertificateStatus statusCode() {
        return switch (status) {
            case Status.Pending _ -> CertificateStatus.PENDING_VALIDATION;
            case Status.Issued _ -> CertificateStatus.ISSUED;
        };
    }

    CertificateDetail detail(Set<String> users) {
        X509Certificate leaf = certificate.chain().getFirst();
        CertificateDetail.Builder detail = CertificateDetail.builder()
                .certificateArn(certificate.arn())
                .domainName(domainName())
                .subjectAlternativeNames(certificate.names())
                .type(type)
                .status(statusCode())
                .createdAt(created)
                .keyAlgorithm(keyAlgorithm.replace('-', '_'))
                .inUseBy(users)
                .subject("CN=" + domainName())
                .options(CertificateOptions.builder()
                        .certificateTransparencyLoggingPreference(CertificateTransparencyLoggingPreference.ENABLED)
                        .build());
        if (type == CertificateType.AMAZON_ISSUED) {
            detail.domainValidationOptions(validations()).renewalEligibility(RenewalEligibility.INELIGIBLE);
        }
        if (status instanceof Status.Issued(Instant at)) {
            detail.notBefore(leaf.getNotBefore().toInstant())
                    .notAfter(leaf.getNotAfter().toInstant())
                    .serial(leaf.getSerialNumber().toString(16))
                    .issuer(leaf.getIssuerX500Principal().getName())
                    .signatureAlgorithm(leaf.getSigAlgName().toUpperCase(java.util.Locale.ROOT));
            if (type == CertificateType.IMPORTED) {
                detail.importedAt(at);
            } else {
                detail.issuedAt(at);
            }
        }
        return detail.build();
    }

    /** Whether the record of every name is there. The load balancers' own name, localhost, is nobody's, and needs none. */
    boolean proved(DnsRecords records) {
        return !byMail
                && validations().stream()
                        .filter(one -> !one.domainName().equals("localhost"))
                        .map(DomainValidation::resourceRecord)
                        .allMatch(record -> records.hasCname(record.name(), record.value()));
    }

    private List<DomainValidation> validations() {
        DomainStatus domainStatus =
                status instanceof Status.Issued ? DomainStatus.SUCCESS : DomainStatus.PENDING_VALIDATION;
        return certificate.names().stream()
                .map(name -> DomainValidation.builder()
                        .domainName(name)
                        .validationDomain(name)
                        .validationMethod(byMail ? ValidationMethod.EMAIL : ValidationMethod.DNS)
                        .validationStatus(domainStatus)
                        .resourceRecord(byMail ? null : record(name.startsWith("*.") ? name.substring(2) : name))
                        .build())
                .toList();
    }

    /** The same for a domain and its wildcard, and whenever it is asked for again, as on AWS. */
    private static ResourceRecord record(String domain) {
        return ResourceRecord.builder()
                .name("_" + digest(domain) + "." + domain + ".")
                .type(RecordType.CNAME)
                .value("_" + digest("value of " + domain) + ".acm-validations.aws.")
                .build();
    }

    private static String digest(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    CertificateSummary summary(boolean used) {
        return CertificateSummary.builder()
                .certificateArn(certificate.arn())
                .domainName(domainName())
                .subjectAlternativeNameSummaries(certificate.names())
                .status(statusCode())
                .type(type)
                .keyAlgorithm(keyAlgorithm.replace('-', '_'))
                .inUse(used)
                .createdAt(created)
                .build();
    }
}
