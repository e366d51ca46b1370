package dev.provision.localcloud.ecs;

import dev.provision.localcloud.state.Page;
import dev.provision.localcloud.state.TagList;
import dev.provision.localcloud.wire.AwsService;
import dev.provision.localcloud.wire.ServiceApi;
import dev.provision.localcloud.wire.ServiceApi.Protocol;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.services.ecs.model.Tag;

/** One of the classes that together are the ECS service. */
abstract class EcsApi implements AwsService {
    private static final ServiceApi API =
            new ServiceApi("ecs", Protocol.JSON_1_1, "AmazonEC2ContainerServiceV20141113", "");

    @Override
    public final ServiceApi api() {
        return API;
    }

    static <T> Page<T> page(List<T> all, String token, Integer maxResults) {
        int limit = Optional.ofNullable(maxResults).filter(max -> max > 0).orElse(100);
        return Page.of(all, token, Math.min(limit, 100))
                .orElseThrow(() -> EcsErrors.invalidParameter("Invalid token."));
    }

    static Map<String, String> tags(List<Tag> tags) {
        Map<String, String> map = new TreeMap<>();
        tags.forEach(tag -> map.put(tag.key(), Optional.ofNullable(tag.value()).orElse("")));
        return map;
    }

    static List<Tag> tags(Map<String, String> tags) {
        return TagList.of(
                tags, (key, value) -> Tag.builder().key(key).value(value).build());
    }
}
