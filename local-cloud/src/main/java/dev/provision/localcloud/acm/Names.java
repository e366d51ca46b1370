package dev.provision.localcloud.acm;

import dev.provision.localcloud.wire.AwsError;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.acm.model.RequestCertificateRequest;

/** Checks what a certificate is requested for. */
final class Names {
    private static final Pattern DOMAIN =
            Pattern.compile("(\\*\\.)?(((?!-)[A-Za-z0-9-]{0,62}[A-Za-z0-9])\\.)+((?!-)[A-Za-z0-9-]{1,62}[A-Za-z0-9])");
    private static final Pattern TOKEN = Pattern.compile("\\w{1,32}");
    private static final int LONGEST = 253;
    private static final int MOST_ALTERNATIVES = 100;

    private Names() {}

    static void check(RequestCertificateRequest request) {
        domain(request.domainName() == null ? "" : request.domainName());
        request.subjectAlternativeNames().forEach(Names::domain);
        if (request.subjectAlternativeNames().size() > MOST_ALTERNATIVES) {
            throw AwsError.badRequest("LimitExceededException", "Too many subject alternative names");
        }
        if (request.idempotencyToken() != null
                && !TOKEN.matcher(request.idempotencyToken()).matches()) {
            throw invalid(request.idempotencyToken(), "idempotencyToken");
        }
    }

    private static void domain(String name) {
        // AWS refuses names without a dot; here localhost is where the load balancers are.
        if (name.length() > LONGEST
                || (!name.equals("localhost") && !DOMAIN.matcher(name).matches())) {
            throw invalid(name, "domainName");
        }
    }

    private static AwsError invalid(String value, String member) {
        return AwsError.badRequest(
                "ValidationException",
                "1 validation error detected: Value '" + value + "' at '" + member
                        + "' failed to satisfy constraint: Member must satisfy regular expression pattern");
    }
}
