package dev.provision.config;

import static dev.provision.config.Key.optional;
import static dev.provision.config.Key.standard;

import dev.provision.config.Kind.ListOf;
import dev.provision.config.Kind.OneOf;
import dev.provision.config.Kind.Section;
import dev.provision.config.Kind.Text;
import dev.provision.config.Kind.Whole;
import java.util.List;

/** The keys that say how a new version takes over. */
final class ReleaseKeys {
    private static final Text PATH = Text.of("/[!-~]*", 1024, "a path that starts with /");
    private static final Text DECIMAL = Text.of("\\d{1,4}(\\.\\d{1,3})?", 8, "a number such as 1 or 0.5");
    private static final Text DURATION = Text.of("\\d{1,6}(ms|s|m|h)", 8, "a duration such as 500ms, 30s, 5m or 2h");

    private static final Section GATES = new Section(List.of(
            standard("errorRate", DECIMAL, "1", "Percent of the new version's requests that may fail."),
            standard(
                    "latencyFactor",
                    DECIMAL,
                    "2",
                    "How many times the old version's 95th percentile that of the new one may be."),
            standard(
                    "latencySlack",
                    DURATION,
                    "250ms",
                    "What the 95th percentile of the new one may be above that anyway."),
            standard(
                    "minimumRequests",
                    new Whole(0, 1_000_000),
                    "20",
                    "Requests that the new version must have had before it is judged; without traffic, 0 lets it pass."),
            optional(
                    "alarms",
                    new ListOf(Text.of("[ -~]+", 255, "the name of a CloudWatch alarm")),
                    "CloudWatch alarms that must not be on."),
            standard(
                    "patience",
                    DURATION,
                    "10m",
                    "How long a release waits for health, or for enough requests, before it is given up.")));

    private static final Section SMOKE = new Section(List.of(
            optional(
                    "path",
                    PATH,
                    "What is asked through the load balancer before any client is; without it, the health check's path."),
            standard("expect", new Whole(200, 599), "200", "The status of the answer.")));

    static final Section RELEASE = new Section(List.of(
            standard(
                    "strategy",
                    new OneOf(List.of("allAtOnce", "linear", "canary")),
                    "canary",
                    "How requests move to a new version: at once, in ten equal steps, or in the steps below."),
            standard(
                    "steps",
                    new ListOf(new Whole(1, 99)),
                    "5 25 50",
                    "The percentages of a canary, rising; after the last it gets everything."),
            standard("interval", DURATION, "2m", "How long each step is watched; CloudWatch counts by the minute."),
            standard("bake", DURATION, "5m", "How long the new version is watched once it has everything."),
            standard(
                    "keepPrevious",
                    DURATION,
                    "1h",
                    "How long the old version is kept warm; the first up after that takes its tasks away."),
            standard("keep", new Whole(2, 100), "10", "Releases that are remembered and can be gone back to."),
            optional("gates", GATES, "When a release is given up."),
            optional("smoke", SMOKE, "A request that only the release makes.")));

    private ReleaseKeys() {}
}
