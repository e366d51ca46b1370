package dev.provision.aws.network;

import dev.provision.aws.Api;
import dev.provision.aws.Owner;
import dev.provision.graph.StepKey;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

/** Tags as EC2 has them. */
public final class Ec2Tags {
    private Ec2Tags() {}

    /** Selects what belongs to one environment. */
    static List<Filter> owned(Owner owner) {
        return List.of(filter("tag:" + Owner.NAME_TAG, owner.name()), filter("tag:" + Owner.ENV_TAG, owner.env()));
    }

    public static Filter filter(String name, String value) {
        return Filter.builder().name(name).values(value).build();
    }

    public static Map<String, String> map(List<Tag> tags) {
        Map<String, String> map = new TreeMap<>();
        tags.forEach(tag -> map.put(tag.key(), tag.value()));
        return map;
    }

    static TagSpecification onCreate(ResourceType type, Owner owner, StepKey key) {
        return TagSpecification.builder()
                .resourceType(type)
                .tags(list(owner.namedTags(key)))
                .build();
    }

    static void put(Api<Ec2Client> ec2, String id, Map<String, String> tags) {
        ec2.run(c -> c.createTags(r -> r.resources(id).tags(list(tags))));
    }

    private static List<Tag> list(Map<String, String> tags) {
        return tags.entrySet().stream()
                .map(entry -> Tag.builder()
                        .key(entry.getKey())
                        .value(entry.getValue())
                        .build())
                .toList();
    }
}
