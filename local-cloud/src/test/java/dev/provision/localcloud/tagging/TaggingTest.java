package dev.provision.localcloud.tagging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.provision.localcloud.state.TaggedResource;
import dev.provision.localcloud.state.TaggedResources;
import dev.provision.localcloud.wire.AwsError;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.resourcegroupstaggingapi.model.GetResourcesRequest;
import software.amazon.awssdk.services.resourcegroupstaggingapi.model.GetResourcesResponse;
import software.amazon.awssdk.services.resourcegroupstaggingapi.model.GetTagKeysRequest;
import software.amazon.awssdk.services.resourcegroupstaggingapi.model.GetTagValuesRequest;
import software.amazon.awssdk.services.resourcegroupstaggingapi.model.ResourceTagMapping;
import software.amazon.awssdk.services.resourcegroupstaggingapi.model.TagFilter;
import software.amazon.awssdk.services.resourcegroupstaggingapi.model.TagResourcesRequest;
import software.amazon.awssdk.services.resourcegroupstaggingapi.model.UntagResourcesRequest;

class TaggingTest {
    /** A service with some resources. */
    private static final class Vpcs implements TaggedResources {
        private final Map<String, Map<String, String>> tags = new TreeMap<>();

        Vpcs() {
            IntStream.range(100, 225)
                    .forEach(i -> tags.put("arn:vpc-" + i, Map.of("env", i % 2 == 0 ? "dev" : "prod", "n", "" + i)));
            tags.put("arn:vpc-bare", Map.of());
        }

        @Override
        public Stream<TaggedResource> taggedResources() {
            return tags.entrySet().stream()
                    .map(entry -> new TaggedResource(entry.getKey(), "ec2:vpc", entry.getValue()));
        }

        @Override
        public boolean tag(String arn, Map<String, String> more) {
            Map<String, String> merged = new TreeMap<>(tags.getOrDefault(arn, Map.of()));
            merged.putAll(more);
            return tags.replace(arn, merged) != null;
        }

        @Override
        public boolean untag(String arn, List<String> keys) {
            Map<String, String> fewer = new TreeMap<>(tags.getOrDefault(arn, Map.of()));
            fewer.keySet().removeAll(keys);
            return tags.replace(arn, fewer) != null;
        }
    }

    private final TaggedResources roles =
            () -> Stream.of(new TaggedResource("arn:cluster", "ecs:cluster", Map.of("env", "dev", "team", "a")));
    private final Tagging tagging = new Tagging(List.of(new Vpcs(), roles));

    private List<String> arns(GetResourcesRequest.Builder request) {
        return tagging.getResources(request.build()).resourceTagMappingList().stream()
                .map(ResourceTagMapping::resourceARN)
                .toList();
    }

    private static TagFilter filter(String key, String... values) {
        return TagFilter.builder().key(key).values(values).build();
    }

    @Test
    void pagesThroughEverythingThatHasTags() {
        GetResourcesRequest request = GetResourcesRequest.builder().build();
        GetResourcesResponse first = tagging.getResources(request);
        assertThat(first.resourceTagMappingList()).hasSize(50);
        int found = first.resourceTagMappingList().size();
        String token = first.paginationToken();
        while (!token.isEmpty()) {
            GetResourcesResponse next = tagging.getResources(
                    request.toBuilder().paginationToken(token).build());
            found += next.resourceTagMappingList().size();
            token = next.paginationToken();
        }
        assertThat(found).isEqualTo(126);
        assertThatThrownBy(() -> arns(GetResourcesRequest.builder().paginationToken("nonsense")))
                .isInstanceOfSatisfying(
                        AwsError.class, error -> assertThat(error.code()).isEqualTo("PaginationTokenExpiredException"));
    }

    @Test
    void filtersJoinByAndTheirValuesByOr() {
        assertThat(arns(GetResourcesRequest.builder()
                        .tagFilters(filter("env", "dev"), filter("n", "100", "101", "102"))))
                .containsExactly("arn:vpc-100", "arn:vpc-102");
        assertThat(arns(GetResourcesRequest.builder().tagFilters(filter("team"))))
                .containsExactly("arn:cluster");
        assertThat(arns(GetResourcesRequest.builder().tagFilters(filter("env", "none"))))
                .isEmpty();
    }

    @Test
    void filtersByServiceAndType() {
        assertThat(arns(GetResourcesRequest.builder().resourceTypeFilters("ecs")))
                .containsExactly("arn:cluster");
        assertThat(arns(GetResourcesRequest.builder().resourceTypeFilters("ecs:cluster")))
                .hasSize(1);
        assertThat(arns(GetResourcesRequest.builder().resourceTypeFilters("ecs:clust", "ec")))
                .isEmpty();
        assertThat(arns(GetResourcesRequest.builder().resourceARNList("arn:cluster", "arn:vpc-bare")))
                .containsExactly("arn:cluster");
    }

    @Test
    void refusesWhatCannotBeCombined() {
        assertThatThrownBy(() -> arns(GetResourcesRequest.builder()
                        .resourceARNList("arn:cluster")
                        .resourceTypeFilters("ecs")))
                .isInstanceOf(AwsError.class);
        assertThatThrownBy(() -> arns(GetResourcesRequest.builder().resourcesPerPage(101)))
                .isInstanceOf(AwsError.class);
        assertThatThrownBy(() -> arns(GetResourcesRequest.builder()
                        .tagFilters(TagFilter.builder().build())))
                .isInstanceOf(AwsError.class);
    }

    @Test
    void listsKeysAndValues() {
        assertThat(tagging.getTagKeys(GetTagKeysRequest.builder().build()).tagKeys())
                .containsExactly("env", "n", "team");
        assertThat(tagging.getTagValues(GetTagValuesRequest.builder().key("env").build())
                        .tagValues())
                .containsExactly("dev", "prod");
    }

    @Test
    void changesTagsWhereAServiceOffersIt() {
        var tagged = tagging.tagResources(TagResourcesRequest.builder()
                .resourceARNList("arn:vpc-bare", "arn:cluster", "arn:none")
                .tags(Map.of("new", "1"))
                .build());
        assertThat(tagged.failedResourcesMap()).containsOnlyKeys("arn:cluster", "arn:none");
        assertThat(arns(GetResourcesRequest.builder().tagFilters(filter("new", "1"))))
                .containsExactly("arn:vpc-bare");
        tagging.untagResources(UntagResourcesRequest.builder()
                .resourceARNList("arn:vpc-bare")
                .tagKeys("new")
                .build());
        assertThat(arns(GetResourcesRequest.builder().tagFilters(filter("new"))))
                .isEmpty();
    }
}
