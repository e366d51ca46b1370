package dev.provision.localcloud.route53;

import dev.provision.localcloud.wire.AwsError;
import dev.provision.localcloud.wire.AwsService;
import dev.provision.localcloud.wire.ServiceApi;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.route53.model.ChangeResourceRecordSetsRequest;
import software.amazon.awssdk.services.route53.model.ChangeResourceRecordSetsResponse;
import software.amazon.awssdk.services.route53.model.GetChangeRequest;
import software.amazon.awssdk.services.route53.model.GetChangeResponse;
import software.amazon.awssdk.services.route53.model.ListResourceRecordSetsRequest;
import software.amazon.awssdk.services.route53.model.ListResourceRecordSetsResponse;
import software.amazon.awssdk.services.route53.model.ResourceRecordSet;

/** Records, and how far their changes have got. */
final class RecordOperations implements AwsService {
    private final ZoneStore store;
    private final Changes changes;

    RecordOperations(ZoneStore store, Changes changes) {
        this.store = store;
        this.changes = changes;
    }

    @Override
    public ServiceApi api() {
        return Route53.API;
    }

    public ChangeResourceRecordSetsResponse changeResourceRecordSets(ChangeResourceRecordSetsRequest request) {
        Zone zone = store.require(request.hostedZoneId());
        if (request.changeBatch() == null) {
            throw AwsError.badRequest("InvalidInput", "ChangeBatch is needed");
        }
        ChangeBatches.apply(zone, request.changeBatch().changes());
        store.changed();
        return ChangeResourceRecordSetsResponse.builder()
                .changeInfo(changes.submit(request.changeBatch().comment()))
                .build();
    }

    public ListResourceRecordSetsResponse listResourceRecordSets(ListResourceRecordSetsRequest request) {
        Zone zone = store.require(request.hostedZoneId());
        if (request.startRecordType() != null && request.startRecordName() == null) {
            throw AwsError.badRequest("InvalidInput", "The type parameter needs the name parameter");
        }
        Zone.Key from = new Zone.Key(
                Optional.ofNullable(request.startRecordName())
                        .map(Dns::canonical)
                        .orElse(""),
                Optional.ofNullable(request.startRecordTypeAsString()).orElse(""),
                Optional.ofNullable(request.startRecordIdentifier()).orElse(""));
        List<Map.Entry<Zone.Key, ResourceRecordSet>> rest =
                List.copyOf(zone.records().tailMap(from, true).entrySet());
        int size = Math.min(
                300, ZoneOperations.size(Optional.ofNullable(request.maxItems()).orElse("300")));
        Optional<Zone.Key> next =
                rest.size() > size ? Optional.of(rest.get(size).getKey()) : Optional.empty();
        return ListResourceRecordSetsResponse.builder()
                .resourceRecordSets(
                        rest.stream().limit(size).map(Map.Entry::getValue).toList())
                .isTruncated(next.isPresent())
                .nextRecordName(next.map(Zone.Key::name).orElse(null))
                .nextRecordType(next.map(Zone.Key::type).orElse(null))
                .nextRecordIdentifier(
                        next.map(Zone.Key::setId).filter(id -> !id.isEmpty()).orElse(null))
                .maxItems(Integer.toString(size))
                .build();
    }

    public GetChangeResponse getChange(GetChangeRequest request) {
        return GetChangeResponse.builder()
                .changeInfo(changes.describe(request.id()))
                .build();
    }
}
