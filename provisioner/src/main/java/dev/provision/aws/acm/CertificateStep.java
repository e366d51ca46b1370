package dev.provision.aws.acm;

import dev.provision.aws.Api;
import dev.provision.aws.AwsStep;
import dev.provision.aws.Changes;
import dev.provision.aws.Owner;
import dev.provision.graph.Change;
import dev.provision.graph.Readiness;
import dev.provision.graph.StepKey;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.acm.AcmClient;
import software.amazon.awssdk.services.acm.model.CertificateDetail;
import software.amazon.awssdk.services.acm.model.CertificateStatus;
import software.amazon.awssdk.services.acm.model.CertificateSummary;
import software.amazon.awssdk.services.acm.model.DomainValidation;
import software.amazon.awssdk.services.acm.model.Tag;
import software.amazon.awssdk.services.acm.model.ValidationMethod;

/** A certificate, from its request on. It is ready as soon as ACM says by which records it is to be proved. */
public final class CertificateStep extends AwsStep<CertificateStep.Live> {
    private static final Set<CertificateStatus> ALIVE =
            Set.of(CertificateStatus.ISSUED, CertificateStatus.PENDING_VALIDATION);
    private final List<String> names;
    private final Owner owner;
    private final Api<AcmClient> acm;

    /** @param names of the certificate, the first one its domain name */
    CertificateStep(StepKey key, List<String> names, Owner owner, Api<AcmClient> acm) {
        super(key, "acm", Set.of());
        this.names = List.copyOf(names);
        this.owner = owner;
        this.acm = acm;
    }

    /**
     * A certificate that exists.
     *
     * @param proofs the name and the target of the CNAME that proves each of its names, as far as ACM has made them up
     */
    public record Live(
            CertificateArn arn, CertificateStatus status, Map<String, Proof> proofs, Map<String, String> tags) {}

    /** A CNAME that ACM wants to see. */
    public record Proof(String name, String target) {}

    @Override
    public Optional<Live> find() {
        return arns().stream().findFirst().flatMap(this::describe);
    }

    /** Those for our names with our tags; more than one only where another was made by hand. */
    private List<CertificateArn> arns() {
        return acm
                .call(c ->
                        c.listCertificatesPaginator(r -> r.certificateStatuses(ALIVE)).certificateSummaryList().stream()
                                .filter(summary -> summary.domainName().equals(names.getFirst()))
                                .map(CertificateSummary::certificateArn)
                                .map(CertificateArn::new)
                                .toList())
                .stream()
                .filter(arn -> tags(arn).getOrDefault(Owner.RESOURCE_TAG, "").equals(key().toString()))
                .filter(arn -> owner.owns(tags(arn)))
                .toList();
    }

    private Map<String, String> tags(CertificateArn arn) {
        Map<String, String> tags = new TreeMap<>();
        acm.find(c -> c.listTagsForCertificate(r -> r.certificateArn(arn.value()))
                        .tags())
                .orElse(List.of())
                .forEach(tag -> tags.put(tag.key(), tag.value()));
        return tags;
    }

    private Optional<Live> describe(CertificateArn arn) {
        return acm.find(c -> c.describeCertificate(r -> r.certificateArn(arn.value()))
                        .certificate())
                .map(certificate -> live(certificate, tags(arn)));
    }

    private static Live live(CertificateDetail certificate, Map<String, String> tags) {
        Map<String, Proof> proofs = certificate.domainValidationOptions().stream()
                .filter(option -> option.resourceRecord() != null)
                .collect(Collectors.toUnmodifiableMap(
                        DomainValidation::domainName,
                        option -> new Proof(
                                option.resourceRecord().name(),
                                option.resourceRecord().value())));
        return new Live(new CertificateArn(certificate.certificateArn()), certificate.status(), proofs, tags);
    }

    @Override
    protected Changes comparison(Live live) {
        return new Changes().tags(live.tags(), owner.tags(key()));
    }

    @Override
    public Live create() {
        Set<String> others = new HashSet<>(names.subList(1, names.size()));
        // The same request gives the same certificate for an hour: API_RequestCertificate.
        String token = UUID.nameUUIDFromBytes((owner.prefix() + " " + key()).getBytes(StandardCharsets.UTF_8))
                .toString()
                .replace("-", "");
        String arn = acm.call(c -> c.requestCertificate(r -> {
                    r.domainName(names.getFirst())
                            .validationMethod(ValidationMethod.DNS)
                            .idempotencyToken(token)
                            .tags(tagList());
                    if (!others.isEmpty()) {
                        r.subjectAlternativeNames(others);
                    }
                })
                .certificateArn());
        return acm.made("the certificate " + arn, () -> describe(new CertificateArn(arn)));
    }

    private List<Tag> tagList() {
        return owner.tags(key()).entrySet().stream()
                .map(tag ->
                        Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
    }

    @Override
    public Live converge(Live live, List<Change> changes) {
        acm.run(c ->
                c.addTagsToCertificate(r -> r.certificateArn(live.arn().value()).tags(tagList())));
        return new Live(live.arn(), live.status(), live.proofs(), owner.tags(key()));
    }

    /** The records are missing for some seconds after the request: "DNS validation" in the ACM guide. */
    @Override
    public Readiness probe(Live live) {
        return live.proofs().size() == names.size()
                        || describe(live.arn())
                                .filter(now -> now.proofs().size() == names.size())
                                .isPresent()
                ? Readiness.ready()
                : Readiness.pending("ACM has not said yet which records prove the domain");
    }

    /** The records that prove one of the names, as ACM says now; empty where it has not said yet. */
    Optional<Proof> proof(Live live, String name) {
        return Optional.ofNullable(live.proofs().get(name))
                .or(() -> describe(live.arn()).map(now -> now.proofs().get(name)));
    }

    @Override
    public void delete(Live live) {
        acm.delete(c -> c.deleteCertificate(r -> r.certificateArn(live.arn().value())));
    }

    @Override
    public Set<String> actions() {
        return Set.of(
                "acm:AddTagsToCertificate",
                "acm:DeleteCertificate",
                "acm:DescribeCertificate",
                "acm:ListCertificates",
                "acm:ListTagsForCertificate",
                "acm:RequestCertificate");
    }

    @Override
    public int typicalSeconds() {
        return 5;
    }
}
