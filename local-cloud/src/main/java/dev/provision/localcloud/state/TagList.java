package dev.provision.localcloud.state;

import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/** Tags as the answers of a service have them: each service has a class of its own for the same two texts. */
public final class TagList {
    private TagList() {}

    /**
     * In the order of the map.
     *
     * @param tag makes one of a key and a value
     */
    public static <T> List<T> of(Map<String, String> tags, BiFunction<String, String, T> tag) {
        return tags.entrySet().stream()
                .map(entry -> tag.apply(entry.getKey(), entry.getValue()))
                .toList();
    }
}
