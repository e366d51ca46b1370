package dev.provision.image;

import com.google.cloud.tools.jib.api.LogEvent;
import com.google.cloud.tools.jib.event.events.ProgressEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Turns what Jib tells into a line for each layer: {@code layer runtime 23.4 MB pushed}. Jib names a layer when it builds
 * it and not when it takes it from its cache, so that names are kept beside the cache. Nothing but these lines depends on
 * Jib's words.
 */
final class PushReport {
    private static final Pattern BUILT = Pattern.compile("Building (\\S+) layer built (sha256:[0-9a-f]{64})");
    private static final Pattern EXISTS =
            Pattern.compile("Skipping push; BLOB already exists .* digest: (sha256:[0-9a-f]{64}).*");
    private static final Pattern PUSHING = Pattern.compile("pushing blob (sha256:[0-9a-f]{64})");

    private final Path names;
    private final Consumer<String> progress;
    private final Set<String> existing = new HashSet<>();
    private final Map<String, Long> done = new HashMap<>();

    /** @param names a folder for the names of layers */
    PushReport(Path names, Consumer<String> progress) throws IOException {
        this.names = Files.createDirectories(names);
        this.progress = progress;
    }

    synchronized void logged(LogEvent event) {
        Matcher built = BUILT.matcher(event.getMessage());
        if (built.matches()) {
            keepName(built.group(2), built.group(1));
        }
        Matcher exists = EXISTS.matcher(event.getMessage());
        if (exists.matches()) {
            existing.add(exists.group(1));
        }
    }

    synchronized void progressed(ProgressEvent event) {
        Matcher pushing = PUSHING.matcher(event.getAllocation().getDescription());
        if (!pushing.matches()) {
            return;
        }
        String digest = pushing.group(1);
        long size = event.getAllocation().getAllocationUnits();
        long before = done.getOrDefault(digest, 0L);
        long now = done.merge(digest, event.getUnits(), Long::sum);
        if (before < size && now >= size) {
            name(digest)
                    .ifPresent(name -> progress.accept(
                            "layer " + name + " " + words(size) + (existing.contains(digest) ? " exists" : " pushed")));
        }
    }

    /** The application's own layer has less than a tenth of a megabyte. */
    private static String words(long bytes) {
        return bytes < 1e6
                ? String.format(Locale.ROOT, "%.0f KB", bytes / 1e3)
                : String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
    }

    private void keepName(String digest, String name) {
        try {
            Files.writeString(file(digest), name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Optional<String> name(String digest) {
        try {
            return Files.exists(file(digest)) ? Optional.of(Files.readString(file(digest))) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path file(String digest) {
        return names.resolve(digest.substring("sha256:".length()));
    }
}
