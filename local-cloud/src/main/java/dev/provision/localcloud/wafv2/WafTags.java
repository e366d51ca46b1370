package dev.provision.localcloud.wafv2;

import dev.provision.localcloud.state.TagList;
import dev.provision.localcloud.wire.AwsService;
import dev.provision.localcloud.wire.ServiceApi;
import java.util.List;
import software.amazon.awssdk.services.wafv2.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.wafv2.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.wafv2.model.Tag;
import software.amazon.awssdk.services.wafv2.model.TagInfoForResource;
import software.amazon.awssdk.services.wafv2.model.TagResourceRequest;
import software.amazon.awssdk.services.wafv2.model.TagResourceResponse;
import software.amazon.awssdk.services.wafv2.model.UntagResourceRequest;
import software.amazon.awssdk.services.wafv2.model.UntagResourceResponse;

/** Tags of web ACLs and IP sets. */
final class WafTags implements AwsService {
    private final WafStore store;

    WafTags(WafStore store) {
        this.store = store;
    }

    @Override
    public ServiceApi api() {
        return Waf.API;
    }

    public TagResourceResponse tagResource(TagResourceRequest request) {
        store.tags(request.resourceARN()).putAll(Scoped.tags(request.tags()));
        return TagResourceResponse.builder().build();
    }

    public UntagResourceResponse untagResource(UntagResourceRequest request) {
        store.tags(request.resourceARN()).keySet().removeAll(request.tagKeys());
        return UntagResourceResponse.builder().build();
    }

    public ListTagsForResourceResponse listTagsForResource(ListTagsForResourceRequest request) {
        List<Tag> tags = TagList.of(
                store.tags(request.resourceARN()),
                (key, value) -> Tag.builder().key(key).value(value).build());
        return ListTagsForResourceResponse.builder()
                .tagInfoForResource(TagInfoForResource.builder()
                        .resourceARN(request.resourceARN())
                        .tagList(tags)
                        .build())
                .build();
    }
}
