package dev.provision.localcloud.access;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.core.util.SdkAutoConstructMap;

/**
 * The members of a request by their names, whose case does not matter.
 *
 * @param structure a request, or a structure in one
 */
record Members(SdkPojo structure) {
    private Optional<Object> value(String name) {
        return structure.sdkFields().stream()
                .filter(field -> field.memberName().equalsIgnoreCase(name))
                .findFirst()
                .flatMap(field -> Optional.ofNullable(field.getValueOrDefault(structure)))
                .filter(value -> !(value instanceof SdkAutoConstructList) && !(value instanceof SdkAutoConstructMap));
    }

    /** A text; empty if it was not sent. */
    Optional<String> text(String name) {
        return value(name).filter(String.class::isInstance).map(String.class::cast);
    }

    /** The texts of a list, or one text. */
    List<String> texts(String name) {
        return switch (value(name).orElse(List.of())) {
            case List<?> list ->
                list.stream()
                        .filter(String.class::isInstance)
                        .map(String.class::cast)
                        .toList();
            case String text -> List.of(text);
            default -> List.of();
        };
    }

    /** A structure; empty if it was not sent. */
    Optional<Members> child(String name) {
        return value(name)
                .filter(SdkPojo.class::isInstance)
                .map(SdkPojo.class::cast)
                .map(Members::new);
    }

    /** The structures of a list. */
    List<Members> children(String name) {
        return value(name).stream()
                .filter(List.class::isInstance)
                .flatMap(list -> ((List<?>) list).stream())
                .filter(SdkPojo.class::isInstance)
                .map(one -> new Members((SdkPojo) one))
                .toList();
    }

    /** All texts of the first level, with the names of their members. */
    Stream<Map.Entry<String, String>> all() {
        return structure.sdkFields().stream().map(SdkField::memberName).flatMap(name -> texts(name).stream()
                .map(text -> Map.entry(name, text)));
    }

    /** The tags that a request puts on what it makes, in whichever form its service has them. */
    Map<String, String> tags() {
        Map<String, String> tags = new TreeMap<>();
        Stream.of("Tags", "TagList", "AddTags").forEach(name -> collect(name, tags));
        children("TagSpecifications").forEach(specification -> specification.collect("Tags", tags));
        return tags;
    }

    private void collect(String name, Map<String, String> tags) {
        if (value(name).orElse("") instanceof Map<?, ?> map) {
            map.forEach((key, value) -> tags.put(key.toString(), value.toString()));
        }
        children(name).forEach(tag -> tag.text("Key")
                .ifPresent(key -> tags.put(key, tag.text("Value").orElse(""))));
    }
}
