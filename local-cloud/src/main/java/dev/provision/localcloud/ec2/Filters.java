package dev.provision.localcloud.ec2;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Tag;

/** The filters that a describe operation knows, by name. Values may have {@code *} and {@code ?}. */
final class Filters<T> {
    private final Map<String, Function<T, Stream<String>>> known = new LinkedHashMap<>();
    private final Function<T, List<Tag>> tags;

    /** @param tags the tags of a resource, for the filters {@code tag:<key>} and {@code tag-key} */
    Filters(Function<T, List<Tag>> tags) {
        this.tags = tags;
        any("tag-key", resource -> tags.apply(resource).stream().map(Tag::key));
        any("tag-value", resource -> tags.apply(resource).stream().map(Tag::value));
    }

    /** Adds a filter on one value, which a resource may lack ({@code null}, as the SDK has it). */
    Filters<T> on(String name, Function<T, ?> value) {
        return any(name, resource -> Stream.ofNullable(value.apply(resource)).map(Object::toString));
    }

    /** Adds a filter that is met by any of several values. */
    Filters<T> any(String name, Function<T, Stream<String>> values) {
        known.put(name, values);
        return this;
    }

    /**
     * What meets all of the filters.
     *
     * @throws dev.provision.localcloud.wire.AwsError for a filter that the operation does not have
     */
    Predicate<T> matching(List<Filter> filters) {
        return filters.stream().map(this::matching).reduce(resource -> true, Predicate::and);
    }

    private Predicate<T> matching(Filter filter) {
        Function<T, Stream<String>> values = values(Refusal.required(filter.name(), "Filter.Name"));
        Predicate<String> wanted = filter.values().stream()
                .filter(Objects::nonNull)
                .map(Filters::wildcard)
                .map(Pattern::asMatchPredicate)
                .reduce(value -> false, Predicate::or);
        return resource -> values.apply(resource).filter(Objects::nonNull).anyMatch(wanted);
    }

    private Function<T, Stream<String>> values(String name) {
        if (name.startsWith("tag:")) {
            String key = name.substring("tag:".length());
            return resource -> tags.apply(resource).stream()
                    .filter(tag -> tag.key().equals(key))
                    .map(Tag::value);
        }
        if (!known.containsKey(name)) {
            throw Refusal.invalid("The filter '" + name + "' is invalid");
        }
        return known.get(name);
    }

    private static Pattern wildcard(String value) {
        return Pattern.compile(
                value.codePoints()
                        .mapToObj(character -> switch (character) {
                            case '*' -> ".*";
                            case '?' -> ".";
                            default -> Pattern.quote(Character.toString(character));
                        })
                        .collect(Collectors.joining()),
                Pattern.DOTALL);
    }
}
