package dev.provision.localcloud.wire;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who signed a request, and for which service. Only the form of a signature is checked: any credentials are accepted.
 *
 * @param accessKey access key id
 * @param region of the scope; empty for an asymmetric signature, which has none
 * @param service signing name
 */
record Credential(String accessKey, String region, String service) {
    private static final Pattern HEADER = Pattern.compile(
            "AWS4-(?:HMAC-SHA256|ECDSA-P256-SHA256)\\s+Credential=([^,\\s]+),\\s*SignedHeaders=([^,\\s]+),\\s*Signature=([0-9a-fA-F]+)\\s*");
    private static final Pattern SCOPE =
            Pattern.compile("([\\w-]{1,128})/(\\d{8})/(?:([a-z0-9-]+)/)?([a-z0-9.-]+)/aws4_request");

    /**
     * Reads it from the {@code Authorization} header or from the query of a presigned request.
     *
     * @throws AwsError {@code MissingAuthenticationToken} or {@code IncompleteSignature}
     */
    static Credential of(WireRequest request) {
        Optional<String> header = request.header("authorization");
        if (header.isPresent()) {
            return ofHeader(header.get(), request);
        }
        String scope = request.parameter("X-Amz-Credential")
                .orElseThrow(() ->
                        new AwsError("MissingAuthenticationToken", 403, "Request is missing Authentication Token"));
        return ofScope(scope);
    }

    private static Credential ofHeader(String header, WireRequest request) {
        Matcher matcher = HEADER.matcher(header);
        if (!matcher.matches()) {
            throw incomplete("Authorization header requires 'Credential', 'SignedHeaders' and 'Signature' parameters.");
        }
        if (request.header("x-amz-date").isEmpty() && request.header("date").isEmpty()) {
            throw incomplete("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.");
        }
        return ofScope(matcher.group(1));
    }

    private static Credential ofScope(String text) {
        Matcher scope = SCOPE.matcher(text);
        if (!scope.matches()) {
            throw incomplete("Credential must have the form key/date/region/service/aws4_request.");
        }
        return new Credential(
                scope.group(1), Optional.ofNullable(scope.group(3)).orElse(""), scope.group(4));
    }

    private static AwsError incomplete(String message) {
        return new AwsError("IncompleteSignature", 400, message);
    }
}
