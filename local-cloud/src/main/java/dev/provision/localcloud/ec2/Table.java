package dev.provision.localcloud.ec2;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The resources of one kind, in the order in which they were made. Removing one forgets its tags. */
final class Table<T> {
    private final Kind kind;
    private final Function<T, String> id;
    private final Tags tags;
    private final Map<String, T> rows = new LinkedHashMap<>();
    private final Map<String, Long> ranks = new HashMap<>();
    private final Map<String, Instant> made = new HashMap<>();
    private final Supplier<Instant> now;
    private long lastRank;

    Table(Kind kind, Function<T, String> id, Tags tags, Supplier<Instant> now) {
        this.kind = kind;
        this.id = id;
        this.tags = tags;
        this.now = now;
    }

    Kind kind() {
        return kind;
    }

    void put(T row) {
        String rowId = id.apply(row);
        rows.put(rowId, row);
        ranks.computeIfAbsent(rowId, _ -> ++lastRank);
        made.computeIfAbsent(rowId, _ -> now.get());
    }

    void remove(String rowId) {
        rows.remove(rowId);
        ranks.remove(rowId);
        made.remove(rowId);
        tags.forget(rowId);
    }

    /** When it was made; empty if there is none. */
    Optional<Instant> made(String rowId) {
        return Optional.ofNullable(made.get(rowId));
    }

    boolean has(String rowId) {
        return rows.containsKey(rowId);
    }

    Optional<T> find(String rowId) {
        return Optional.ofNullable(rows.get(rowId));
    }

    /** @throws dev.provision.localcloud.wire.AwsError if it does not exist, or the id is missing or of another form */
    T get(String rowId) {
        Refusal.required(rowId, kind.parameter());
        return find(rowId).orElseThrow(() -> kind.absent(rowId));
    }

    /** Rises with every row made, and is never used again: where a listing goes on, whatever was removed meanwhile. */
    long rank(String rowId) {
        return ranks.get(rowId);
    }

    Stream<T> stream() {
        return List.copyOf(rows.values()).stream();
    }

    Stream<T> where(Predicate<T> condition) {
        return stream().filter(condition);
    }

    long count(Predicate<T> condition) {
        return rows.values().stream().filter(condition).count();
    }

    List<String> ids() {
        return List.copyOf(rows.keySet());
    }

    int size() {
        return rows.size();
    }

    /** Those with the given ids, each of which must exist; all, if there are none. */
    Stream<T> named(List<String> ids) {
        return ids.isEmpty()
                ? stream()
                : ids.stream().distinct().map(this::get).sorted(Comparator.comparing(row -> rank(id.apply(row))));
    }
}
