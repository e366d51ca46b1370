package dev.provision.localcloud.ecr;

import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A repository and what is in it. Guarded by the control-plane lock. */
final class StoredRepository {
    private final String name;
    private final String arn;
    private final Instant createdAt;
    private final Set<String> blobs = new HashSet<>();
    private final Map<String, StoredImage> images = new LinkedHashMap<>();
    private final Map<String, String> tags = new TreeMap<>();
    private RepositorySettings settings;

    StoredRepository(String name, String arn, Instant createdAt, RepositorySettings settings) {
        this.name = name;
        this.arn = arn;
        this.createdAt = createdAt;
        this.settings = settings;
    }

    String name() {
        return name;
    }

    String arn() {
        return arn;
    }

    Instant createdAt() {
        return createdAt;
    }

    RepositorySettings settings() {
        return settings;
    }

    void change(RepositorySettings changed) {
        settings = changed;
    }

    boolean hasBlob(String digest) {
        return blobs.contains(digest);
    }

    void addBlob(String digest) {
        blobs.add(digest);
    }

    Set<String> blobs() {
        return Set.copyOf(blobs);
    }

    boolean isEmpty() {
        return images.isEmpty();
    }

    /** In the order in which they were pushed. */
    List<StoredImage> images() {
        return List.copyOf(images.values());
    }

    /** @param reference a tag or a digest */
    Optional<StoredImage> image(String reference) {
        String digest = Digests.valid(reference) ? reference : tags.getOrDefault(reference, "");
        return Optional.ofNullable(images.get(digest));
    }

    void put(StoredImage image) {
        images.put(image.manifest().digest(), image);
    }

    void tag(String tag, String digest) {
        tags.put(tag, digest);
    }

    /** Takes a tag off its image; the image goes with its last tag, as on ECR. */
    void untag(String tag) {
        String digest = tags.remove(tag);
        if (!tags.containsValue(digest)) {
            remove(digest);
        }
    }

    /** Removes an image, its tags, and the blobs that no other image of the repository names. */
    void remove(String digest) {
        tags.values().removeIf(digest::equals);
        StoredImage removed = images.remove(digest);
        Set<String> needed = images.values().stream()
                .flatMap(image -> image.manifest().blobs().stream())
                .collect(Collectors.toSet());
        removed.manifest().blobs().stream()
                .filter(blob -> !needed.contains(blob))
                .forEach(blobs::remove);
    }

    List<String> tags() {
        return List.copyOf(tags.keySet());
    }

    List<String> tagsOf(String digest) {
        return tags.entrySet().stream()
                .filter(entry -> entry.getValue().equals(digest))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** The indexes that name an image. */
    List<String> indexesOf(String digest) {
        return images.values().stream()
                .map(StoredImage::manifest)
                .filter(manifest -> manifest.children().stream()
                        .anyMatch(child -> child.digest().equals(digest)))
                .map(Manifest::digest)
                .toList();
    }

    Stream<StoredImage> referrers(String digest) {
        return images.values().stream()
                .filter(image ->
                        image.manifest().subject().filter(digest::equals).isPresent());
    }
}
