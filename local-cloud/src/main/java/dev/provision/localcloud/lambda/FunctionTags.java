package dev.provision.localcloud.lambda;

import dev.provision.localcloud.wire.Answers;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.lambda.model.ListTagsRequest;
import software.amazon.awssdk.services.lambda.model.ListTagsResponse;
import software.amazon.awssdk.services.lambda.model.TagResourceRequest;
import software.amazon.awssdk.services.lambda.model.TagResourceResponse;
import software.amazon.awssdk.services.lambda.model.UntagResourceRequest;
import software.amazon.awssdk.services.lambda.model.UntagResourceResponse;

/** The tags of functions. */
final class FunctionTags extends LambdaApi {
    private static final int MOST_TAGS = 50;

    private final FunctionStore store;

    FunctionTags(FunctionStore store) {
        this.store = store;
    }

    @Answers(204)
    public TagResourceResponse tagResource(TagResourceRequest request) {
        Function function = function(request.resource());
        Map<String, String> tags = new TreeMap<>(function.tags());
        tags.putAll(request.tags());
        if (tags.size() > MOST_TAGS) {
            throw LambdaErrors.invalidParameter("The number of tags exceeds the limit of " + MOST_TAGS + ".");
        }
        function.tags().putAll(tags);
        return TagResourceResponse.builder().build();
    }

    @Answers(204)
    public UntagResourceResponse untagResource(UntagResourceRequest request) {
        function(request.resource()).tags().keySet().removeAll(request.tagKeys());
        return UntagResourceResponse.builder().build();
    }

    public ListTagsResponse listTags(ListTagsRequest request) {
        return ListTagsResponse.builder()
                .tags(function(request.resource()).tags())
                .build();
    }

    private Function function(String arn) {
        return store.require(FunctionRef.of(arn).name());
    }
}
