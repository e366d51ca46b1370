package dev.provision.localcloud.secretsmanager;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A secret and its versions. Changes under the control-plane lock only; never shown as text. */
final class Secret {
    /** The label of the version that who names none gets. */
    static final String CURRENT = "AWSCURRENT";

    /** The label of the version that was current before. */
    static final String PREVIOUS = "AWSPREVIOUS";

    private final String name;
    private final String arn;
    private final Instant created;
    private final Map<String, String> tags = new TreeMap<>();
    private final Map<String, Version> versions = new LinkedHashMap<>();
    private final Map<String, String> versionByLabel = new TreeMap<>();
    private Optional<String> description = Optional.empty();
    private Optional<String> keyId = Optional.empty();
    private Optional<String> policy = Optional.empty();
    private Optional<Instant> deletion = Optional.empty();
    private Instant changed;

    /**
     * A version of a secret.
     *
     * @param id also the token of the request that made it
     * @param value what is secret
     * @param created when it was put
     */
    record Version(String id, Value value, Instant created) {}

    Secret(String name, String arn, Instant created) {
        this.name = name;
        this.arn = arn;
        this.created = created;
        this.changed = created;
    }

    String name() {
        return name;
    }

    String arn() {
        return arn;
    }

    Instant created() {
        return created;
    }

    Instant changed() {
        return changed;
    }

    /** Notes that something was changed. */
    void touch(Instant now) {
        changed = now;
    }

    Map<String, String> tags() {
        return tags;
    }

    Map<String, Version> versions() {
        return versions;
    }

    /** Which version each staging label is attached to. */
    Map<String, String> versionByLabel() {
        return versionByLabel;
    }

    /** Adds a version and attaches labels to it; what was current becomes the previous one. */
    void put(Version version, Iterable<String> labels) {
        versions.put(version.id(), version);
        labels.forEach(label -> attach(label, version.id()));
    }

    /** Attaches a label to a version, wherever it was before. */
    void attach(String label, String versionId) {
        Optional<String> before = Optional.ofNullable(versionByLabel.put(label, versionId));
        if (label.equals(CURRENT)) {
            before.filter(id -> !id.equals(versionId)).ifPresent(id -> versionByLabel.put(PREVIOUS, id));
        }
    }

    Optional<String> description() {
        return description;
    }

    void description(String text) {
        description = Optional.of(text);
    }

    Optional<String> keyId() {
        return keyId;
    }

    void keyId(String id) {
        keyId = Optional.of(id);
    }

    Optional<String> policy() {
        return policy;
    }

    void policy(Optional<String> document) {
        policy = document;
    }

    /** When it will be gone, if somebody asked for that. */
    Optional<Instant> deletion() {
        return deletion;
    }

    void deletion(Optional<Instant> at) {
        deletion = at;
    }

    /** Without any value. */
    @Override
    public String toString() {
        return "Secret[" + arn + "]";
    }
}
