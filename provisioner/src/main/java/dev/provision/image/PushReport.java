package dev.provision.image;

import com.google.cloud.tools.jib.api.LogEvent;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Turns what Jib logs into a line for each layer. Nothing but these lines depends on Jib's words. */
final class PushReport {
    private static final Pattern BUILT = Pattern.compile("Building (\\S+) layer built (sha256:[0-9a-f]{64})");
    private static final Pattern PUSHING = Pattern.compile("Pushing BLOB digest: (sha256:[0-9a-f]{64}), size: (\\d+)");
    private static final Pattern EXISTS = Pattern.compile(
            "Skipping push; BLOB already exists on target registry : digest: (sha256:[0-9a-f]{64}), size: (\\d+)");

    private final Consumer<String> progress;
    private final Map<String, String> names = new ConcurrentHashMap<>();

    PushReport(Consumer<String> progress) {
        this.progress = progress;
    }

    void accept(LogEvent event) {
        Matcher built = BUILT.matcher(event.getMessage());
        if (built.matches()) {
            names.put(built.group(2), built.group(1));
        }
        report(PUSHING.matcher(event.getMessage()), "pushed");
        report(EXISTS.matcher(event.getMessage()), "exists");
    }

    private void report(Matcher matcher, String what) {
        if (matcher.find() && names.containsKey(matcher.group(1))) {
            double megabytes = Long.parseLong(matcher.group(2)) / 1e6;
            progress.accept(
                    String.format(Locale.ROOT, "layer %s %.1f MB %s", names.get(matcher.group(1)), megabytes, what));
        }
    }
}
