package dev.provision.localcloud.ecs;

import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.ecs.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.ecs.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.ecs.model.TagResourceRequest;
import software.amazon.awssdk.services.ecs.model.TagResourceResponse;
import software.amazon.awssdk.services.ecs.model.UntagResourceRequest;
import software.amazon.awssdk.services.ecs.model.UntagResourceResponse;

/** Tags of everything that ECS has. */
final class EcsTags extends EcsApi {
    private static final int MOST_TAGS = 50;

    private final EcsStore store;

    EcsTags(EcsStore store) {
        this.store = store;
    }

    public TagResourceResponse tagResource(TagResourceRequest request) {
        Map<String, String> tags = new TreeMap<>(of(request.resourceArn()));
        tags.putAll(tags(request.tags()));
        if (tags.size() > MOST_TAGS) {
            throw EcsErrors.invalidParameter("Maximum number of tags exceeded: " + MOST_TAGS + ".");
        }
        of(request.resourceArn()).putAll(tags);
        return TagResourceResponse.builder().build();
    }

    public UntagResourceResponse untagResource(UntagResourceRequest request) {
        of(request.resourceArn()).keySet().removeAll(request.tagKeys());
        return UntagResourceResponse.builder().build();
    }

    public ListTagsForResourceResponse listTagsForResource(ListTagsForResourceRequest request) {
        return ListTagsForResourceResponse.builder()
                .tags(tags(of(request.resourceArn())))
                .build();
    }

    private Map<String, String> of(String arn) {
        if (arn == null || !store.exists(arn)) {
            throw EcsErrors.invalidParameter("The specified resource does not exist.");
        }
        return store.tags(arn);
    }
}
