package dev.provision.localcloud.route53;

import dev.provision.localcloud.state.TaggedResource;
import dev.provision.localcloud.state.TaggedResources;
import dev.provision.localcloud.wire.AwsError;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** All hosted zones. Under the control-plane lock only. */
final class ZoneStore implements DnsRecords, TaggedResources {
    private final Map<String, Zone> zones = new LinkedHashMap<>();
    private final List<Runnable> listeners = new ArrayList<>();

    Collection<Zone> all() {
        return zones.values();
    }

    void add(Zone zone) {
        zones.put(zone.id(), zone);
    }

    void remove(Zone zone) {
        zones.remove(zone.id());
        changed();
    }

    /** @throws AwsError if there is no such zone */
    Zone require(String id) {
        return Optional.ofNullable(zones.get(bare(id)))
                .orElseThrow(() -> new AwsError("NoSuchHostedZone", 404, "No hosted zone found with ID: " + bare(id)));
    }

    /** Ids may be given as they are shown, {@code /hostedzone/Z…}. */
    private static String bare(String id) {
        return id == null ? "" : id.substring(id.lastIndexOf('/') + 1);
    }

    void changed() {
        listeners.forEach(Runnable::run);
    }

    @Override
    public boolean hasCname(String name, String value) {
        return zones.values().stream()
                .flatMap(zone -> zone.records().entrySet().stream())
                .filter(entry -> entry.getKey().type().equals("CNAME")
                        && entry.getKey().name().equals(Dns.canonical(name)))
                .flatMap(entry -> entry.getValue().resourceRecords().stream())
                .anyMatch(one -> Dns.canonical(one.value()).equals(Dns.canonical(value)));
    }

    @Override
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    @Override
    public Stream<TaggedResource> taggedResources() {
        return zones.values().stream()
                .map(zone -> new TaggedResource(
                        "arn:aws:route53:::hostedzone/" + zone.id(), "route53:hostedzone", zone.tags()));
    }
}
