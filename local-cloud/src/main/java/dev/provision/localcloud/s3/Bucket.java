package dev.provision.localcloud.s3;

import java.time.Instant;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** A bucket with what is in it. Changes under the control-plane lock only. */
final class Bucket {
    private final String name;
    private final Instant created;
    private final NavigableMap<String, StoredObject> objects = new TreeMap<>();
    private Optional<String> policy = Optional.empty();

    Bucket(String name, Instant created) {
        this.name = name;
        this.created = created;
    }

    String name() {
        return name;
    }

    String arn() {
        return "arn:aws:s3:::" + name;
    }

    Instant created() {
        return created;
    }

    /** By key. */
    NavigableMap<String, StoredObject> objects() {
        return objects;
    }

    /** Its policy document, if it has one. */
    Optional<String> policy() {
        return policy;
    }

    void policy(Optional<String> document) {
        policy = document;
    }
}
