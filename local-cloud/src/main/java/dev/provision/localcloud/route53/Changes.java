package dev.provision.localcloud.route53;

import dev.provision.localcloud.time.CloudTime;
import dev.provision.localcloud.time.Latency;
import dev.provision.localcloud.wire.AwsError;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.route53.model.ChangeInfo;
import software.amazon.awssdk.services.route53.model.ChangeStatus;

/** Changes that are on their way to all name servers. Under the control-plane lock only. */
final class Changes {
    /** "Changes generally propagate to all Route 53 name servers within 60 seconds" (API_ChangeResourceRecordSets). */
    private static final Duration PROPAGATION = Duration.ofSeconds(30);

    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    private final SecureRandom random = new SecureRandom();
    private final CloudTime time;
    private final Latency latency;
    private final Map<String, Submitted> changes = new LinkedHashMap<>();

    private record Submitted(Instant at, String comment) {}

    Changes(CloudTime time, Latency latency) {
        this.time = time;
        this.latency = latency;
    }

    /** An identifier as Route 53 makes them: the letter and 20 more characters. */
    String newId(char letter) {
        StringBuilder id = new StringBuilder().append(letter);
        random.ints(20, 0, ALPHABET.length()).forEach(index -> id.append(ALPHABET.charAt(index)));
        return id.toString();
    }

    ChangeInfo submit(String comment) {
        String id = newId('C');
        changes.put(id, new Submitted(time.now(), comment));
        return describe(id);
    }

    /** @throws AwsError if there is no such change */
    ChangeInfo describe(String id) {
        String bare = id.substring(id.lastIndexOf('/') + 1);
        Submitted submitted = Optional.ofNullable(changes.get(bare))
                .orElseThrow(() -> new AwsError("NoSuchChange", 404, "Could not find resource with ID: " + bare));
        boolean spread = !submitted.at().plus(latency.of(PROPAGATION)).isAfter(time.now());
        return ChangeInfo.builder()
                .id("/change/" + bare)
                .status(spread ? ChangeStatus.INSYNC : ChangeStatus.PENDING)
                .submittedAt(submitted.at())
                .comment(submitted.comment())
                .build();
    }
}
