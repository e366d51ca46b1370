package dev.provision.service.secrets;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signature Version 4 of a POST of JSON to the root: "Create a signed AWS API request" of the IAM guide. */
final class Signature {
    private static final String ALGORITHM = "AWS4-HMAC-SHA256";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private final String service;
    private final String region;
    private final String time;

    Signature(String service, String region, Instant now) {
        this.service = service;
        this.region = region;
        this.time = TIME.format(now);
    }

    /** Whose signature it is. */
    record Credentials(String accessKey, String secretKey, Optional<String> sessionToken) {
        /** Without the secret ones. */
        @Override
        public String toString() {
            return "Credentials[" + accessKey + "]";
        }
    }

    /** The headers of the request, but Host, which the client sets. */
    Map<String, String> headers(URI endpoint, String target, byte[] body, Credentials credentials) {
        SortedMap<String, String> signed = new TreeMap<>();
        signed.put("content-type", "application/x-amz-json-1.1");
        signed.put("host", endpoint.getRawAuthority());
        signed.put("x-amz-date", time);
        signed.put("x-amz-target", target);
        credentials.sessionToken().ifPresent(token -> signed.put("x-amz-security-token", token));
        Map<String, String> headers = new TreeMap<>(signed);
        headers.remove("host");
        headers.put("authorization", authorization(signed, body, credentials));
        return headers;
    }

    private String authorization(SortedMap<String, String> signed, byte[] body, Credentials credentials) {
        String names = String.join(";", signed.keySet());
        String canonical = signed.entrySet().stream()
                .map(header -> header.getKey() + ":" + header.getValue() + "\n")
                .collect(Collectors.joining("", "POST\n/\n\n", "\n" + names + "\n" + sha256(body)));
        String day = time.substring(0, 8);
        String scope = String.join("/", day, region, service, "aws4_request");
        String text = String.join("\n", ALGORITHM, time, scope, sha256(canonical.getBytes(StandardCharsets.UTF_8)));
        byte[] key = ("AWS4" + credentials.secretKey()).getBytes(StandardCharsets.UTF_8);
        for (String part : new String[] {day, region, service, "aws4_request"}) {
            key = hmac(key, part);
        }
        return ALGORITHM + " Credential=" + credentials.accessKey() + "/" + scope + ", SignedHeaders=" + names
                + ", Signature=" + HexFormat.of().formatHex(hmac(key, text));
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has HmacSHA256", impossible);
        }
    }
}
