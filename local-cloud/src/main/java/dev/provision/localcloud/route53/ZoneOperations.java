package dev.provision.localcloud.route53;

import dev.provision.localcloud.wire.Answers;
import dev.provision.localcloud.wire.AwsError;
import dev.provision.localcloud.wire.AwsService;
import dev.provision.localcloud.wire.ServiceApi;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.route53.model.CreateHostedZoneRequest;
import software.amazon.awssdk.services.route53.model.CreateHostedZoneResponse;
import software.amazon.awssdk.services.route53.model.DelegationSet;
import software.amazon.awssdk.services.route53.model.DeleteHostedZoneRequest;
import software.amazon.awssdk.services.route53.model.DeleteHostedZoneResponse;
import software.amazon.awssdk.services.route53.model.GetHostedZoneRequest;
import software.amazon.awssdk.services.route53.model.GetHostedZoneResponse;
import software.amazon.awssdk.services.route53.model.HostedZone;
import software.amazon.awssdk.services.route53.model.HostedZoneConfig;
import software.amazon.awssdk.services.route53.model.ListHostedZonesByNameRequest;
import software.amazon.awssdk.services.route53.model.ListHostedZonesByNameResponse;
import software.amazon.awssdk.services.route53.model.ListHostedZonesRequest;
import software.amazon.awssdk.services.route53.model.ListHostedZonesResponse;

/** Hosted zones. */
final class ZoneOperations implements AwsService {
    private static final int PAGE = 100;
    private final ZoneStore store;
    private final Changes changes;

    ZoneOperations(ZoneStore store, Changes changes) {
        this.store = store;
        this.changes = changes;
    }

    @Override
    public ServiceApi api() {
        return Route53.API;
    }

    @Answers(201)
    public CreateHostedZoneResponse createHostedZone(CreateHostedZoneRequest request) {
        String name = Dns.canonical(Optional.ofNullable(request.name()).orElse(""));
        if (!Dns.valid(name) || !name.substring(0, name.length() - 1).contains(".")) {
            throw AwsError.badRequest("InvalidDomainName", "This domain name is invalid: " + request.name());
        }
        if (request.callerReference() == null || request.callerReference().isEmpty()) {
            throw AwsError.badRequest("InvalidInput", "CallerReference is needed");
        }
        if (request.vpc() != null) {
            throw AwsError.badRequest("InvalidInput", "The local cloud has no private hosted zones.");
        }
        if (store.all().stream().anyMatch(zone -> zone.callerReference().equals(request.callerReference()))) {
            throw new AwsError(
                    "HostedZoneAlreadyExists",
                    409,
                    "A hosted zone has already been created with the specified caller reference.");
        }
        String comment = Optional.ofNullable(request.hostedZoneConfig())
                .map(HostedZoneConfig::comment)
                .orElse("");
        Zone zone = new Zone(changes.newId('Z'), name, request.callerReference(), comment);
        store.add(zone);
        return CreateHostedZoneResponse.builder()
                .hostedZone(view(zone))
                .changeInfo(changes.submit(comment))
                .delegationSet(delegation())
                .location("https://route53.amazonaws.com/2013-04-01/hostedzone/" + zone.id())
                .build();
    }

    private static DelegationSet delegation() {
        return DelegationSet.builder().nameServers(Zone.nameServers()).build();
    }

    private static HostedZone view(Zone zone) {
        return HostedZone.builder()
                .id("/hostedzone/" + zone.id())
                .name(zone.name())
                .callerReference(zone.callerReference())
                .config(HostedZoneConfig.builder()
                        .comment(zone.comment())
                        .privateZone(false)
                        .build())
                .resourceRecordSetCount((long) zone.records().size())
                .build();
    }

    public GetHostedZoneResponse getHostedZone(GetHostedZoneRequest request) {
        return GetHostedZoneResponse.builder()
                .hostedZone(view(store.require(request.id())))
                .delegationSet(delegation())
                .build();
    }

    public ListHostedZonesResponse listHostedZones(ListHostedZonesRequest request) {
        List<Zone> all = List.copyOf(store.all());
        String marker = Optional.ofNullable(request.marker()).orElse("");
        int from = marker.isEmpty() ? 0 : all.indexOf(store.require(marker));
        int to = Math.min(all.size(), from + size(request.maxItems()));
        return ListHostedZonesResponse.builder()
                .hostedZones(
                        all.subList(from, to).stream().map(ZoneOperations::view).toList())
                .marker(marker.isEmpty() ? null : marker)
                .isTruncated(to < all.size())
                .nextMarker(to < all.size() ? all.get(to).id() : null)
                .maxItems(Integer.toString(size(request.maxItems())))
                .build();
    }

    static int size(String maxItems) {
        String text = Optional.ofNullable(maxItems).orElse(Integer.toString(PAGE));
        if (!text.matches("[1-9]\\d{0,3}")) {
            throw AwsError.badRequest("InvalidInput", "MaxItems must be a number greater than 0");
        }
        return Integer.parseInt(text);
    }

    public ListHostedZonesByNameResponse listHostedZonesByName(ListHostedZonesByNameRequest request) {
        String from = Optional.ofNullable(request.dnsName())
                .map(Dns::canonical)
                .map(Dns::sortKey)
                .orElse("");
        List<Zone> all = store.all().stream()
                .sorted(Comparator.comparing(zone -> Dns.sortKey(zone.name())))
                .filter(zone -> Dns.sortKey(zone.name()).compareTo(from) >= 0)
                .toList();
        int size = size(request.maxItems());
        boolean more = all.size() > size;
        return ListHostedZonesByNameResponse.builder()
                .hostedZones(all.stream().limit(size).map(ZoneOperations::view).toList())
                .dnsName(request.dnsName())
                .isTruncated(more)
                .nextDNSName(more ? all.get(size).name() : null)
                .nextHostedZoneId(more ? all.get(size).id() : null)
                .maxItems(Integer.toString(size))
                .build();
    }

    public DeleteHostedZoneResponse deleteHostedZone(DeleteHostedZoneRequest request) {
        Zone zone = store.require(request.id());
        if (!zone.empty()) {
            throw AwsError.badRequest(
                    "HostedZoneNotEmpty",
                    "The specified hosted zone contains non-required resource record sets and so cannot be deleted.");
        }
        store.remove(zone);
        return DeleteHostedZoneResponse.builder()
                .changeInfo(changes.submit(zone.comment()))
                .build();
    }
}
