package dev.provision.localcloud.ecr;

import dev.provision.localcloud.time.CloudTime;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Passwords for the registry and signatures for download addresses: they carry their end and prove themselves. */
final class AuthorizationTokens {
    /** https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_GetAuthorizationToken.html */
    static final Duration LIFETIME = Duration.ofHours(12);

    private static final String USER = "AWS";

    private final CloudTime time;
    private final SecretKeySpec key;

    AuthorizationTokens(CloudTime time) {
        this.time = time;
        byte[] secret = new byte[32];
        new SecureRandom().nextBytes(secret);
        this.key = new SecretKeySpec(secret, "HmacSHA256");
    }

    /** Whether a token lets its bearer in. */
    enum Verdict {
        VALID,
        EXPIRED,
        WRONG
    }

    /** A token as GetAuthorizationToken returns it: user and password, base64. */
    String issue(Instant expiresAt) {
        return base64(USER + ":" + sign("registry", expiresAt));
    }

    /** @param authorization the value of an {@code Authorization} header */
    Verdict check(String authorization) {
        if (!authorization.regionMatches(true, 0, "Basic ", 0, 6)) {
            return Verdict.WRONG;
        }
        Optional<String> credentials = decoded(authorization.substring(6).strip());
        return credentials
                .filter(text -> text.startsWith(USER + ":"))
                .map(text -> verify("registry", text.substring(USER.length() + 1)))
                .orElse(Verdict.WRONG);
    }

    /** A signature for one thing, for example a blob's path, that holds until {@code expiresAt}. */
    String sign(String what, Instant expiresAt) {
        String end = Long.toString(expiresAt.getEpochSecond());
        return end + "." + mac(what + " " + end);
    }

    Verdict verify(String what, String signature) {
        int dot = signature.indexOf('.');
        String end = signature.substring(0, Math.max(dot, 0));
        byte[] expected = (end + "." + mac(what + " " + end)).getBytes(StandardCharsets.UTF_8);
        if (dot < 0 || !MessageDigest.isEqual(expected, signature.getBytes(StandardCharsets.UTF_8))) {
            return Verdict.WRONG;
        }
        return time.now().isBefore(Instant.ofEpochSecond(Long.parseLong(end))) ? Verdict.VALID : Verdict.EXPIRED;
    }

    private String mac(String text) {
        try {
            Mac mac = Mac.getInstance(key.getAlgorithm());
            mac.init(key);
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Optional<String> decoded(String base64) {
        try {
            return Optional.of(new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }
}
