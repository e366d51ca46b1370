package dev.provision.cli;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Whether the policy of {@code provision policy} is enough for an environment's life, and whether anything of it could be left
 * out; {@code bench/policy/run} says how it is called.
 */
final class PolicyBench {
    private static final Pattern ACTION = Pattern.compile("\"([a-z0-9-]+:[A-Z][A-Za-z]+)\"");

    private PolicyBench() {}

    /** @param args the actions to leave out in turn; none: all */
    public static void main(String[] args) throws IOException {
        Instant start = Instant.now();
        String policy = PolicyLife.printed();
        SequencedMap<String, SequencedSet<String>> asked;
        try (PolicyLife life = PolicyLife.begin(policy)) {
            asked = life.whole();
        }
        asked.forEach(
                (command, actions) -> System.out.println(command + ": goes, with " + actions.size() + " actions"));
        TreeSet<String> actions = new TreeSet<>(ACTION.matcher(policy)
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList());
        if (args.length > 0) {
            actions.retainAll(Arrays.asList(args));
        }
        List<String> unmissed = new ArrayList<>();
        for (String action : actions) {
            Optional<Map.Entry<String, String>> missed = without(policy, action, asked);
            System.out.println(action + ": "
                    + missed.map(by -> by.getKey() + " fails: "
                                    + by.getValue().lines().findFirst().orElse(""))
                            .orElse("NOT MISSED"));
            if (missed.isEmpty()) {
                unmissed.add(action);
            }
        }
        System.out.printf(
                "%d commands, %d actions, %d missed by a command, %d not: %s; %s%n",
                asked.size(),
                actions.size(),
                actions.size() - unmissed.size(),
                unmissed.size(),
                unmissed,
                Duration.between(start, Instant.now()).truncatedTo(ChronoUnit.SECONDS));
        System.exit(unmissed.isEmpty() ? 0 : 1);
    }

    private static Optional<Map.Entry<String, String>> without(
            String policy, String action, SequencedMap<String, SequencedSet<String>> asked) throws IOException {
        if (asked.values().stream().noneMatch(actions -> actions.contains(action))) {
            return Optional.empty();
        }
        try (PolicyLife life = PolicyLife.begin(policy)) {
            return life.without(action, asked);
        }
    }
}
