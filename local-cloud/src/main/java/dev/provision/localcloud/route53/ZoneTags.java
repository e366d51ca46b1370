package dev.provision.localcloud.route53;

import dev.provision.localcloud.state.TagList;
import dev.provision.localcloud.wire.AwsError;
import dev.provision.localcloud.wire.AwsService;
import dev.provision.localcloud.wire.ServiceApi;
import java.util.Optional;
import software.amazon.awssdk.services.route53.model.ChangeTagsForResourceRequest;
import software.amazon.awssdk.services.route53.model.ChangeTagsForResourceResponse;
import software.amazon.awssdk.services.route53.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.route53.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.route53.model.ResourceTagSet;
import software.amazon.awssdk.services.route53.model.Tag;
import software.amazon.awssdk.services.route53.model.TagResourceType;

/** Tags of hosted zones. */
final class ZoneTags implements AwsService {
    private final ZoneStore store;

    ZoneTags(ZoneStore store) {
        this.store = store;
    }

    @Override
    public ServiceApi api() {
        return Route53.API;
    }

    public ChangeTagsForResourceResponse changeTagsForResource(ChangeTagsForResourceRequest request) {
        Zone zone = zone(request.resourceType(), request.resourceId());
        request.addTags().forEach(tag -> zone.tags()
                .put(tag.key(), Optional.ofNullable(tag.value()).orElse("")));
        zone.tags().keySet().removeAll(request.removeTagKeys());
        return ChangeTagsForResourceResponse.builder().build();
    }

    public ListTagsForResourceResponse listTagsForResource(ListTagsForResourceRequest request) {
        Zone zone = zone(request.resourceType(), request.resourceId());
        return ListTagsForResourceResponse.builder()
                .resourceTagSet(ResourceTagSet.builder()
                        .resourceType(TagResourceType.HOSTEDZONE)
                        .resourceId(zone.id())
                        .tags(TagList.of(
                                zone.tags(),
                                (key, value) ->
                                        Tag.builder().key(key).value(value).build()))
                        .build())
                .build();
    }

    private Zone zone(TagResourceType type, String id) {
        if (type != TagResourceType.HOSTEDZONE) {
            throw AwsError.badRequest("InvalidInput", "The local cloud has hosted zones only.");
        }
        return store.require(id);
    }
}
