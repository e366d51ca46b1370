package dev.provision.localcloud.ec2;

import dev.provision.localcloud.state.TagList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

/** The tags of all resources, and the rules that AWS has for them. */
final class Tags {
    private static final int MOST = 50;
    private static final int LONGEST_KEY = 127;
    private static final int LONGEST_VALUE = 255;
    private final Map<String, SortedMap<String, String>> byResource = new HashMap<>();

    /** The tags that a create request asks for, checked; refuses those meant for another kind of resource. */
    static List<Tag> requested(List<TagSpecification> specifications, Kind kind) {
        Set<String> keys = new HashSet<>();
        for (TagSpecification specification : specifications) {
            if (!kind.type().equals(specification.resourceTypeAsString())) {
                throw Refusal.invalid("'" + specification.resourceTypeAsString()
                        + "' is not a valid taggable resource type for this operation.");
            }
            for (Tag tag : specification.tags()) {
                check(tag);
                if (!keys.add(tag.key())) {
                    throw Refusal.invalid("Duplicate tag key '" + tag.key() + "' specified.");
                }
            }
        }
        if (keys.size() > MOST) {
            throw tooMany();
        }
        return specifications.stream().flatMap(each -> each.tags().stream()).toList();
    }

    /** Adds or replaces tags; all of them or none. */
    void add(String resourceId, List<Tag> tags) {
        tags.forEach(Tags::check);
        SortedMap<String, String> changed = new TreeMap<>(map(resourceId));
        tags.forEach(tag -> changed.put(tag.key(), value(tag)));
        if (changed.size() > MOST) {
            throw tooMany();
        }
        byResource.put(resourceId, changed);
    }

    /** Removes tags by key, or by key and value where a value is given; all, if none is named. */
    void remove(String resourceId, List<Tag> tags) {
        SortedMap<String, String> rest = new TreeMap<>(map(resourceId));
        if (tags.isEmpty()) {
            rest.clear();
        }
        for (Tag tag : tags) {
            if (tag.value() == null || tag.value().equals(rest.get(tag.key()))) {
                rest.remove(tag.key());
            }
        }
        byResource.put(resourceId, rest);
    }

    void forget(String resourceId) {
        byResource.remove(resourceId);
    }

    Map<String, String> map(String resourceId) {
        return byResource.getOrDefault(resourceId, new TreeMap<>());
    }

    List<Tag> of(String resourceId) {
        return TagList.of(
                map(resourceId),
                (key, value) -> Tag.builder().key(key).value(value).build());
    }

    private static void check(Tag tag) {
        String key = Refusal.required(tag.key(), "Tag.Key");
        if (key.startsWith("aws:")) {
            throw Refusal.invalid("Tag keys starting with 'aws:' are reserved for internal use");
        }
        if (key.isEmpty() || key.length() > LONGEST_KEY) {
            throw Refusal.invalid("Tag key must be between 1 and " + LONGEST_KEY + " characters long.");
        }
        if (value(tag).length() > LONGEST_VALUE) {
            throw Refusal.invalid("Tag value exceeds the maximum length of " + LONGEST_VALUE + " characters");
        }
    }

    private static String value(Tag tag) {
        return tag.value() == null ? "" : tag.value();
    }

    private static RuntimeException tooMany() {
        return Refusal.of("TagLimitExceeded", "The maximum number of Tags for a resource has been reached.");
    }
}
