package dev.provision.localcloud.route53;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.services.route53.model.RRType;
import software.amazon.awssdk.services.route53.model.ResourceRecord;
import software.amazon.awssdk.services.route53.model.ResourceRecordSet;

/** A hosted zone. Changes under the control-plane lock only. */
final class Zone {
    private static final List<String> NAME_SERVERS =
            List.of("ns-1.awsdns-00.org.", "ns-2.awsdns-00.co.uk.", "ns-3.awsdns-00.com.", "ns-4.awsdns-00.net.");

    private final String id;
    private final String name;
    private final String callerReference;
    private final String comment;
    private final Map<String, String> tags = new TreeMap<>();
    private NavigableMap<Key, ResourceRecordSet> records = new TreeMap<>();

    /**
     * What identifies a record set.
     *
     * @param name canonical
     * @param setId of a weighted or otherwise chosen one; empty for a simple one
     */
    record Key(String name, String type, String setId) implements Comparable<Key> {
        private static final Comparator<Key> ORDER = Comparator.comparing((Key key) -> Dns.sortKey(key.name()))
                .thenComparing(Key::type)
                .thenComparing(Key::setId);

        static Key of(ResourceRecordSet set) {
            return new Key(
                    Dns.canonical(set.name()),
                    set.typeAsString(),
                    Optional.ofNullable(set.setIdentifier()).orElse(""));
        }

        @Override
        public int compareTo(Key other) {
            return ORDER.compare(this, other);
        }
    }

    /** @param name canonical */
    Zone(String id, String name, String callerReference, String comment) {
        this.id = id;
        this.name = name;
        this.callerReference = callerReference;
        this.comment = comment;
        add(RRType.NS, 172_800, NAME_SERVERS);
        add(
                RRType.SOA,
                900,
                List.of(NAME_SERVERS.getFirst() + " awsdns-hostmaster.amazon.com. 1 7200 900 1209600 86400"));
    }

    private void add(RRType type, long ttl, List<String> values) {
        ResourceRecordSet set = ResourceRecordSet.builder()
                .name(name)
                .type(type)
                .ttl(ttl)
                .resourceRecords(values.stream()
                        .map(value -> ResourceRecord.builder().value(value).build())
                        .toList())
                .build();
        records.put(Key.of(set), set);
    }

    static List<String> nameServers() {
        return NAME_SERVERS.stream()
                .map(server -> server.substring(0, server.length() - 1))
                .toList();
    }

    String id() {
        return id;
    }

    String name() {
        return name;
    }

    String callerReference() {
        return callerReference;
    }

    String comment() {
        return comment;
    }

    Map<String, String> tags() {
        return tags;
    }

    /** In Route 53's order; not to be changed. */
    NavigableMap<Key, ResourceRecordSet> records() {
        return records;
    }

    /** Replaces all records at once, as a batch of changes is taken completely or not at all. */
    void records(NavigableMap<Key, ResourceRecordSet> next) {
        records = next;
    }

    /** Whether there is nothing but what every zone has. */
    boolean empty() {
        return records.size() == 2;
    }
}
