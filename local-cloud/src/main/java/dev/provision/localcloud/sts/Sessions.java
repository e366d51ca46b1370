package dev.provision.localcloud.sts;

import dev.provision.localcloud.state.Ids;
import java.math.BigInteger;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.sts.model.Credentials;

/** The temporary credentials that were handed out. Used under the control-plane lock. */
final class Sessions {
    private final Map<String, Session> byAccessKey = new HashMap<>();

    /**
     * Whose credentials they are.
     *
     * @param roleArn of the role that was assumed
     * @param arn of the session, {@code arn:aws:sts::…:assumed-role/…}
     * @param userId {@code AROA…:session}
     * @param expires when they do
     */
    record Session(String roleArn, String arn, String userId, Instant expires) {}

    Optional<Session> find(String accessKey, Instant now) {
        return Optional.ofNullable(byAccessKey.get(accessKey))
                .filter(session -> session.expires().isAfter(now));
    }

    Credentials open(Session session) {
        Credentials credentials = credentials(session.expires());
        byAccessKey.put(credentials.accessKeyId(), session);
        return credentials;
    }

    static Credentials credentials(Instant expires) {
        String key = new BigInteger(Ids.hex(32), 16).toString(32).toUpperCase(Locale.ROOT);
        return Credentials.builder()
                .accessKeyId("ASIA" + ("A".repeat(16) + key).substring(key.length()))
                .secretAccessKey(Ids.hex(40))
                .sessionToken(Ids.hex(128))
                .expiration(expires)
                .build();
    }
}
