package dev.provision.localcloud.elb;

import dev.provision.localcloud.state.TagList;
import dev.provision.localcloud.state.TaggedResource;
import dev.provision.localcloud.state.TaggedResources;
import dev.provision.localcloud.wire.AwsError;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.AddTagsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.AddTagsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTagsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTagsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RemoveTagsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RemoveTagsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Tag;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TagDescription;

/** The tags of load balancers, target groups, listeners and rules. */
public final class Tags implements ElbApi, TaggedResources {
    private static final int MOST = 50;
    private final ElbState state;

    Tags(ElbState state) {
        this.state = state;
    }

    public AddTagsResponse addTags(AddTagsRequest request) {
        request.resourceArns().forEach(this::known);
        request.resourceArns().forEach(arn -> put(arn, request.tags()));
        return AddTagsResponse.builder().build();
    }

    public RemoveTagsResponse removeTags(RemoveTagsRequest request) {
        request.resourceArns().forEach(this::known);
        request.resourceArns().forEach(arn -> {
            Map<String, String> rest = new TreeMap<>(of(arn));
            rest.keySet().removeAll(request.tagKeys());
            state.tags.put(arn, rest);
        });
        return RemoveTagsResponse.builder().build();
    }

    public DescribeTagsResponse describeTags(DescribeTagsRequest request) {
        if (request.resourceArns().size() > 20) {
            throw Errors.validation("Up to 20 resources can be described");
        }
        request.resourceArns().forEach(this::known);
        List<TagDescription> descriptions = request.resourceArns().stream()
                .map(arn -> TagDescription.builder()
                        .resourceArn(arn)
                        .tags(TagList.of(
                                of(arn),
                                (key, value) ->
                                        Tag.builder().key(key).value(value).build()))
                        .build())
                .toList();
        return DescribeTagsResponse.builder().tagDescriptions(descriptions).build();
    }

    /** Refuses tags that cannot be, before anything is created. */
    static void check(List<Tag> tags) {
        List<String> keys = new ArrayList<>();
        for (Tag tag : tags) {
            if (tag.key() == null || tag.key().isEmpty() || tag.key().length() > 128) {
                throw Errors.validation("Tag keys must have between 1 and 128 characters");
            }
            if (tag.key().startsWith("aws:")) {
                throw Errors.validation("Tag keys may not start with 'aws:'");
            }
            if (keys.contains(tag.key())) {
                throw AwsError.badRequest("DuplicateTagKeys", "Tag key was specified more than once: " + tag.key());
            }
            keys.add(tag.key());
        }
        if (keys.size() > MOST) {
            throw tooMany();
        }
    }

    /** Adds tags to a resource. */
    void put(String arn, List<Tag> tags) {
        check(tags);
        Map<String, String> all = new TreeMap<>(of(arn));
        tags.forEach(tag -> all.put(tag.key(), tag.value() == null ? "" : tag.value()));
        if (all.size() > MOST) {
            throw tooMany();
        }
        state.tags.put(arn, all);
    }

    private static AwsError tooMany() {
        return AwsError.badRequest("TooManyTags", "A resource cannot have more than '50' tags");
    }

    private Map<String, String> of(String arn) {
        return state.tags.getOrDefault(arn, Map.of());
    }

    private void known(String arn) {
        if (arn.contains(":loadbalancer/")) {
            state.balancer(arn);
        } else if (arn.contains(":targetgroup/")) {
            state.group(arn);
        } else if (arn.contains(":listener/")) {
            state.listener(arn);
        } else if (arn.contains(":listener-rule/")) {
            if (state.listeners.keySet().stream()
                    .noneMatch(listener -> Rules.defaultArn(listener).equals(arn))) {
                state.rule(arn);
            }
        } else {
            throw Errors.validation("'" + arn + "' is not a valid resource ARN");
        }
    }

    @Override
    public Stream<TaggedResource> taggedResources() {
        return state.tags.entrySet().stream()
                .filter(entry -> !entry.getValue().isEmpty())
                .map(entry -> new TaggedResource(entry.getKey(), type(entry.getKey()), entry.getValue()));
    }

    @Override
    public boolean tag(String arn, Map<String, String> tags) {
        boolean known = state.tags.containsKey(arn);
        if (known) {
            put(arn, TagList.of(tags, (key, value) -> Tag.builder()
                    .key(key)
                    .value(value)
                    .build()));
        }
        return known;
    }

    @Override
    public boolean untag(String arn, List<String> keys) {
        boolean known = state.tags.containsKey(arn);
        if (known) {
            state.tags.get(arn).keySet().removeAll(keys);
        }
        return known;
    }

    /** {@code elasticloadbalancing:listener-rule} for the ARN of a rule. */
    private static String type(String arn) {
        String resource = arn.substring(arn.lastIndexOf(':') + 1);
        return "elasticloadbalancing:" + resource.substring(0, resource.indexOf('/'));
    }
}
