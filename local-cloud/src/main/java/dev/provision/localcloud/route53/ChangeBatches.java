package dev.provision.localcloud.route53;

import dev.provision.localcloud.wire.AwsError;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.route53.model.Change;
import software.amazon.awssdk.services.route53.model.ChangeAction;
import software.amazon.awssdk.services.route53.model.ResourceRecord;
import software.amazon.awssdk.services.route53.model.ResourceRecordSet;

/** Applies changes to the records of a zone, all of a batch or none. */
final class ChangeBatches {
    private static final int MOST = 1000;
    private static final Pattern IPV4 = Pattern.compile("((25[0-5]|2[0-4]\\d|1?\\d?\\d)(\\.(?!$)|$)){4}");

    private ChangeBatches() {}

    /** @throws AwsError {@code InvalidChangeBatch} or {@code InvalidInput} */
    static void apply(Zone zone, List<Change> changes) {
        if (changes.isEmpty() || changes.size() > MOST) {
            throw AwsError.badRequest("InvalidInput", "A change batch has between 1 and 1000 changes.");
        }
        NavigableMap<Zone.Key, ResourceRecordSet> next = new TreeMap<>(zone.records());
        List<String> wrong = new ArrayList<>();
        for (Change change : changes) {
            ResourceRecordSet set = complete(change);
            problem(zone, next, change.action(), set)
                    .ifPresentOrElse(wrong::add, () -> take(next, change.action(), set));
        }
        if (!wrong.isEmpty()) {
            throw AwsError.badRequest("InvalidChangeBatch", "[" + String.join(", ", wrong) + "]");
        }
        zone.records(next);
    }

    private static void take(
            NavigableMap<Zone.Key, ResourceRecordSet> next, ChangeAction action, ResourceRecordSet set) {
        if (action == ChangeAction.DELETE) {
            next.remove(Zone.Key.of(set));
        } else {
            next.put(Zone.Key.of(set), set);
        }
    }

    private static ResourceRecordSet complete(Change change) {
        ResourceRecordSet set = change.resourceRecordSet();
        if (change.action() == null || set == null || set.name() == null || set.type() == null) {
            throw AwsError.badRequest(
                    "InvalidInput",
                    "Invalid request: a change needs an Action and a ResourceRecordSet with Name and Type");
        }
        if (change.action() == ChangeAction.UNKNOWN_TO_SDK_VERSION) {
            throw AwsError.badRequest("InvalidInput", "Invalid XML: action must be one of CREATE, DELETE, UPSERT");
        }
        boolean alias = set.aliasTarget() != null;
        boolean complete = alias
                ? set.ttl() == null && set.resourceRecords().isEmpty()
                : set.ttl() != null && !set.resourceRecords().isEmpty();
        if (!complete) {
            throw AwsError.badRequest(
                    "InvalidInput",
                    "Invalid request: Expected exactly one of [AliasTarget, all of [TTL, and ResourceRecords], or TrafficPolicyInstanceId],"
                            + " but found " + (alias ? "more than one" : "none") + " in Change with [Action="
                            + change.actionAsString() + ", Name=" + set.name() + ", Type=" + set.typeAsString()
                            + ", SetIdentifier=" + set.setIdentifier() + "]");
        }
        return set.copy(one -> one.name(Dns.canonical(set.name())));
    }

    private static Optional<String> problem(
            Zone zone, NavigableMap<Zone.Key, ResourceRecordSet> present, ChangeAction action, ResourceRecordSet set) {
        String shown = "[name='" + set.name() + "', type='" + set.typeAsString() + "']";
        Optional<ResourceRecordSet> before = Optional.ofNullable(present.get(Zone.Key.of(set)));
        if (action == ChangeAction.DELETE) {
            return delete(before, set, shown);
        }
        if (!Dns.valid(set.name())) {
            return Optional.of("FATAL problem: DomainLabelEmpty or invalid (" + set.name() + ") encountered");
        }
        if (!Dns.within(set.name(), zone.name())) {
            return Optional.of("RRSet with DNS name " + set.name() + " is not permitted in zone " + zone.name());
        }
        if (action == ChangeAction.CREATE && before.isPresent()) {
            return Optional.of("Tried to create resource record set " + shown + " but it already exists");
        }
        return cname(zone, present, set).or(() -> values(set));
    }

    private static Optional<String> delete(Optional<ResourceRecordSet> before, ResourceRecordSet set, String shown) {
        if (before.isEmpty()) {
            return Optional.of("Tried to delete resource record set " + shown + " but it was not found");
        }
        boolean same = before.get().resourceRecords().equals(set.resourceRecords())
                && Optional.ofNullable(before.get().ttl()).equals(Optional.ofNullable(set.ttl()))
                && alias(before.get()).equals(alias(set));
        return same
                ? Optional.empty()
                : Optional.of("Tried to delete resource record set " + shown
                        + " but the values provided do not match the current values");
    }

    private static Optional<String> alias(ResourceRecordSet set) {
        return Optional.ofNullable(set.aliasTarget())
                .map(alias -> alias.hostedZoneId() + " " + Dns.canonical(alias.dnsName()));
    }

    private static Optional<String> cname(
            Zone zone, NavigableMap<Zone.Key, ResourceRecordSet> present, ResourceRecordSet set) {
        boolean cname = set.typeAsString().equals("CNAME");
        if (cname && set.name().equals(zone.name())) {
            return Optional.of("RRSet of type CNAME with DNS name " + set.name() + " is not permitted at apex in zone "
                    + zone.name());
        }
        boolean conflict = present.keySet().stream()
                .filter(key -> key.name().equals(set.name()))
                .anyMatch(key -> cname != key.type().equals("CNAME"));
        return conflict
                ? Optional.of("RRSet of type " + set.typeAsString() + " with DNS name " + set.name()
                        + " is not permitted because a conflicting RRSet of type CNAME or another type with the same DNS"
                        + " name already exists in zone " + zone.name())
                : Optional.empty();
    }

    private static Optional<String> values(ResourceRecordSet set) {
        return set.resourceRecords().stream()
                .map(ResourceRecord::value)
                .filter(value ->
                        !fits(set.typeAsString(), Optional.ofNullable(value).orElse("")))
                .findFirst()
                .map(value -> "Invalid Resource Record: 'FATAL problem: "
                        + (set.typeAsString().equals("A") ? "ARRDATAIllegalIPv4Address" : "InvalidRRDATA")
                        + " (Value is not valid) encountered with '" + value + "''");
    }

    private static boolean fits(String type, String value) {
        return switch (type) {
            case "A" -> IPV4.matcher(value).matches();
            case "TXT" -> value.matches("(?s)\"(.{0,255})\"( \"(.{0,255})\")*");
            case "CNAME" -> Dns.valid(Dns.canonical(value));
            default -> !value.isBlank();
        };
    }
}
