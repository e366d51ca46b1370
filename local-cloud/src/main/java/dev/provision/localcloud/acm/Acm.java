package dev.provision.localcloud.acm;

import dev.provision.localcloud.acm.Holding.Status;
import dev.provision.localcloud.route53.DnsRecords;
import dev.provision.localcloud.state.Account;
import dev.provision.localcloud.state.ControlPlane;
import dev.provision.localcloud.time.CloudTime;
import dev.provision.localcloud.wire.AwsError;
import dev.provision.localcloud.wire.AwsService;
import dev.provision.localcloud.wire.ServiceApi;
import dev.provision.localcloud.wire.Unlocked;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.acm.model.CertificateStatus;
import software.amazon.awssdk.services.acm.model.CertificateType;
import software.amazon.awssdk.services.acm.model.DeleteCertificateRequest;
import software.amazon.awssdk.services.acm.model.DeleteCertificateResponse;
import software.amazon.awssdk.services.acm.model.DescribeCertificateRequest;
import software.amazon.awssdk.services.acm.model.DescribeCertificateResponse;
import software.amazon.awssdk.services.acm.model.GetCertificateRequest;
import software.amazon.awssdk.services.acm.model.GetCertificateResponse;
import software.amazon.awssdk.services.acm.model.ImportCertificateRequest;
import software.amazon.awssdk.services.acm.model.ImportCertificateResponse;
import software.amazon.awssdk.services.acm.model.ListCertificatesRequest;
import software.amazon.awssdk.services.acm.model.ListCertificatesResponse;
import software.amazon.awssdk.services.acm.model.RequestCertificateRequest;
import software.amazon.awssdk.services.acm.model.RequestCertificateResponse;
import software.amazon.awssdk.services.acm.model.ValidationMethod;

/** AWS Certificate Manager. */
public final class Acm implements AwsService, Certificates {
    /** How long a validation typically takes on AWS, once the record is there. */
    public static final Duration VALIDATION = Duration.ofSeconds(40);

    private static final Duration VALIDITY = Duration.ofDays(395);
    /** "RequestCertificate": a token is remembered for an hour. */
    private static final Duration TOKEN_MEMORY = Duration.ofHours(1);

    static final ServiceApi API = new ServiceApi("acm", ServiceApi.Protocol.JSON_1_1, "CertificateManager", "");

    private final Account account;
    private final ControlPlane controlPlane;
    private final CloudTime time;
    private final Duration validation;
    private final DnsRecords records;
    private final Supplier<LocalAuthority> authority;
    private final Map<String, Holding> holdings = new LinkedHashMap<>();
    private final CertificateTags tags = new CertificateTags(this::holding);
    private Map<String, Set<String>> users = Map.of();

    /**
     * @param validation from the moment when all records are there until the certificate is issued
     * @param records where the records are looked for that prove who owns a domain
     * @param authority issues certificates; asked for when the first one is requested
     */
    public Acm(
            Account account,
            ControlPlane controlPlane,
            CloudTime time,
            Duration validation,
            DnsRecords records,
            Supplier<LocalAuthority> authority) {
        this.account = account;
        this.controlPlane = controlPlane;
        this.time = time;
        this.validation = validation;
        this.records = records;
        this.authority = authority;
        records.onChange(this::validate);
    }

    /** What answers for it. */
    public List<AwsService> parts() {
        return List.of(this, tags);
    }

    @Override
    public ServiceApi api() {
        return API;
    }

    /** Not under the lock while the key is made, which may take a good part of a second. */
    @Unlocked
    public RequestCertificateResponse requestCertificate(RequestCertificateRequest request) {
        Names.check(request);
        Set<String> names = new LinkedHashSet<>(List.of(request.domainName()));
        names.addAll(request.subjectAlternativeNames());
        String algorithm = request.keyAlgorithm() == null ? "RSA_2048" : request.keyAlgorithmAsString();
        Optional<String> known = controlPlane.call(() -> byToken(request));
        if (known.isPresent()) {
            return RequestCertificateResponse.builder()
                    .certificateArn(known.get())
                    .build();
        }
        Instant now = time.now();
        LocalAuthority.Leaf leaf = authority.get().issue(List.copyOf(names), algorithm, now.plus(VALIDITY));
        String arn = controlPlane.call(() -> byToken(request).orElseGet(() -> {
            String made = newArn();
            Certificate certificate = new Certificate(
                    made,
                    leaf.keys().getPrivate(),
                    List.of(leaf.certificate(), authority.get().root()),
                    List.copyOf(names));
            holdings.put(
                    made,
                    new Holding(
                            certificate,
                            CertificateType.AMAZON_ISSUED,
                            new Status.Pending(),
                            now,
                            algorithm,
                            request.validationMethod() == ValidationMethod.EMAIL,
                            Optional.ofNullable(request.idempotencyToken())));
            tags.put(made, request.tags());
            return made;
        }));
        controlPlane.run(this::validate);
        return RequestCertificateResponse.builder().certificateArn(arn).build();
    }

    private Optional<String> byToken(RequestCertificateRequest request) {
        return holdings.values().stream()
                .filter(one -> request.idempotencyToken() != null
                        && one.token().equals(Optional.of(request.idempotencyToken()))
                        && one.domainName().equals(request.domainName())
                        && one.created().plus(TOKEN_MEMORY).isAfter(time.now()))
                .map(one -> one.certificate().arn())
                .findFirst();
    }

    private String newArn() {
        return account.arn("acm", "certificate/" + UUID.randomUUID());
    }

    /** Issues what waits for records that are there by now. */
    private void validate() {
        List<String> proved = holdings.values().stream()
                .filter(holding -> holding.status() instanceof Status.Pending && holding.proved(records))
                .map(holding -> holding.certificate().arn())
                .toList();
        if (validation.isZero()) {
            proved.forEach(this::issue);
        } else {
            proved.forEach(arn -> time.after(validation, () -> controlPlane.run(() -> issue(arn))));
        }
    }

    private void issue(String arn) {
        holdings.computeIfPresent(arn, (_, holding) -> holding.issued(time.now()));
    }

    public ImportCertificateResponse importCertificate(ImportCertificateRequest request) {
        List<X509Certificate> chain = new ArrayList<>(Pem.certificates(text(request.certificate())));
        if (chain.size() != 1) {
            throw AwsError.badRequest(
                    "ValidationException", "The certificate field must contain one PEM-encoded certificate");
        }
        PrivateKey key = Pem.key(text(request.privateKey()))
                .filter(one -> Pem.belong(one, chain.getFirst()))
                .orElseThrow(() -> AwsError.badRequest(
                        "ValidationException", "The certificate and the private key do not match."));
        if (request.certificateChain() != null) {
            chain.addAll(Pem.certificates(text(request.certificateChain())));
        }
        if (request.certificateArn() != null) {
            holding(request.certificateArn());
        }
        String arn = request.certificateArn() == null ? newArn() : request.certificateArn();
        Certificate certificate = new Certificate(arn, key, chain, Pem.names(chain.getFirst()));
        Instant now = time.now();
        holdings.put(
                arn,
                new Holding(
                        certificate,
                        CertificateType.IMPORTED,
                        new Status.Issued(now),
                        now,
                        key.getAlgorithm().equals("RSA") ? "RSA_2048" : "EC_prime256v1",
                        false,
                        Optional.empty()));
        tags.put(arn, request.tags());
        return ImportCertificateResponse.builder().certificateArn(arn).build();
    }

    /** PEM is ASCII; any other bytes become characters that are no PEM. */
    private static String text(SdkBytes pem) {
        return pem.asString(StandardCharsets.ISO_8859_1);
    }

    public DescribeCertificateResponse describeCertificate(DescribeCertificateRequest request) {
        Holding holding = holding(request.certificateArn());
        return DescribeCertificateResponse.builder()
                .certificate(holding.detail(users.getOrDefault(request.certificateArn(), Set.of())))
                .build();
    }

    public GetCertificateResponse getCertificate(GetCertificateRequest request) {
        Holding holding = holding(request.certificateArn());
        if (!(holding.status() instanceof Status.Issued)) {
            throw AwsError.badRequest(
                    "RequestInProgressException",
                    "Certificate " + request.certificateArn() + " is in the process of being issued.");
        }
        List<X509Certificate> chain = holding.certificate().chain();
        return GetCertificateResponse.builder()
                .certificate(Pem.of(chain.subList(0, 1)))
                .certificateChain(Pem.of(chain.subList(1, chain.size())))
                .build();
    }

    public ListCertificatesResponse listCertificates(ListCertificatesRequest request) {
        List<Holding> all = holdings.values().stream()
                .filter(one -> request.certificateStatuses().isEmpty()
                        || request.certificateStatuses().contains(one.statusCode()))
                .toList();
        int from = request.nextToken() == null ? 0 : position(request.nextToken(), all.size());
        int size = request.maxItems() == null ? 1000 : request.maxItems();
        int to = Math.min(all.size(), from + size);
        return ListCertificatesResponse.builder()
                .certificateSummaryList(all.subList(from, to).stream()
                        .map(one ->
                                one.summary(users.containsKey(one.certificate().arn())))
                        .toList())
                .nextToken(to < all.size() ? Integer.toString(to) : null)
                .build();
    }

    private static int position(String token, int size) {
        if (!token.matches("\\d{1,9}") || Integer.parseInt(token) > size) {
            throw AwsError.badRequest("ValidationException", "The next token is not valid");
        }
        return Integer.parseInt(token);
    }

    public DeleteCertificateResponse deleteCertificate(DeleteCertificateRequest request) {
        holding(request.certificateArn());
        if (users.containsKey(request.certificateArn())) {
            throw AwsError.badRequest(
                    "ResourceInUseException",
                    "Certificate " + request.certificateArn() + " in account " + account.id() + " is in use.");
        }
        holdings.remove(request.certificateArn());
        tags.remove(request.certificateArn());
        return DeleteCertificateResponse.builder().build();
    }

    private Holding holding(String arn) {
        return Optional.ofNullable(holdings.get(arn))
                .orElseThrow(() -> AwsError.badRequest(
                        "ResourceNotFoundException",
                        "Could not find certificate " + arn + " in account " + account.id() + "."));
    }

    @Override
    public boolean exists(String arn) {
        return holdings.containsKey(arn);
    }

    @Override
    public Optional<Certificate> find(String arn) {
        return Optional.ofNullable(holdings.get(arn))
                .filter(one -> one.statusCode() == CertificateStatus.ISSUED)
                .map(Holding::certificate);
    }

    @Override
    public void inUse(Map<String, Set<String>> usersByCertificate) {
        users = Map.copyOf(usersByCertificate);
    }
}
