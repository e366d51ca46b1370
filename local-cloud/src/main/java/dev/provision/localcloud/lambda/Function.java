package dev.provision.localcloud.lambda;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Stream;
import software.amazon.awssdk.services.lambda.model.AliasConfiguration;

/** A function with all that hangs on it. Changes under the control-plane lock only. */
final class Function {
    private final String name;
    private final String arn;
    private final NavigableMap<Integer, FunctionVersion> published = new TreeMap<>();
    private final Map<String, AliasConfiguration> aliases = new TreeMap<>();
    private final Map<String, ResourcePolicy> policies = new LinkedHashMap<>();
    private final Map<String, Provisioned> provisioned = new TreeMap<>();
    private final Map<String, String> tags = new TreeMap<>();
    private FunctionVersion latest;
    private FunctionVersion serving;
    private OptionalInt reserved = OptionalInt.empty();
    private int versions;

    Function(String name, String arn, FunctionVersion first) {
        this.name = name;
        this.arn = arn;
        this.latest = first;
        this.serving = first;
    }

    String name() {
        return name;
    }

    /** Unqualified. */
    String arn() {
        return arn;
    }

    /** {@code $LATEST} as it is configured. */
    FunctionVersion latest() {
        return latest;
    }

    void latest(FunctionVersion version) {
        latest = version;
    }

    /** {@code $LATEST} as it serves invocations: while an update is in progress, the code before it. */
    FunctionVersion serving() {
        return serving;
    }

    /** Lets the latest code serve. */
    void serveLatest() {
        serving = latest;
    }

    /** Replaces a version by itself in another state. */
    void put(FunctionVersion version) {
        if (version.version().equals(FunctionVersion.LATEST)) {
            latest = version;
            serving = version;
        } else {
            published.put(Integer.valueOf(version.version()), version);
        }
    }

    NavigableMap<Integer, FunctionVersion> published() {
        return published;
    }

    int nextVersion() {
        return ++versions;
    }

    Map<String, AliasConfiguration> aliases() {
        return aliases;
    }

    Map<String, Provisioned> provisioned() {
        return provisioned;
    }

    Map<String, String> tags() {
        return tags;
    }

    OptionalInt reserved() {
        return reserved;
    }

    void reserved(OptionalInt concurrency) {
        reserved = concurrency;
    }

    /** The policy of the function ({@code ""}) or of a version or alias. */
    ResourcePolicy policy(String qualifier) {
        return policies.computeIfAbsent(qualifier, any -> new ResourcePolicy());
    }

    void forgetQualifier(String qualifier) {
        policies.remove(qualifier);
        provisioned.remove(qualifier);
    }

    /** The version that has this number, or {@code $LATEST}. */
    Optional<FunctionVersion> version(String number) {
        if (number.equals(FunctionVersion.LATEST)) {
            return Optional.of(latest);
        }
        return number.matches("\\d{1,9}")
                ? Optional.ofNullable(published.get(Integer.valueOf(number)))
                : Optional.empty();
    }

    /** {@code $LATEST} first, then the published ones. */
    List<FunctionVersion> allVersions() {
        return Stream.concat(Stream.of(latest), published.values().stream()).toList();
    }

    /** The version behind a qualifier, an alias's weights left out. */
    Optional<FunctionVersion> qualified(String qualifier) {
        return version(qualifier).or(() -> Optional.ofNullable(aliases.get(qualifier))
                .flatMap(alias -> version(alias.functionVersion())));
    }

    /** How many environments are to be kept warm for each version; versions without any are left out. */
    Map<String, Integer> warmByVersion() {
        Map<String, Integer> warm = new TreeMap<>();
        provisioned.forEach((qualifier, config) -> qualified(qualifier)
                .ifPresent(version -> warm.merge(version.version(), config.requested(), Integer::sum)));
        return warm;
    }

    int provisionedTotal() {
        return provisioned.values().stream().mapToInt(Provisioned::requested).sum();
    }
}
