package dev.provision.cli;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Whether the policy of {@code provision policy} is enough for an environment's life, and whether anything of it could be left
 * out; {@code bench/policy/run} says how it is called.
 */
final class PolicyBench {
    private static final Pattern ACTION = Pattern.compile("\"([a-z0-9-]+:[A-Z][A-Za-z0-9]+)\"");

    /** What the local cloud does not ask for though AWS does, and why it is known that AWS does. */
    private static final Map<String, String> ON_AWS = Map.of(
            "ecr:BatchGetImage",
            "among the rights for a push in the ECR guide, \"IAM permissions for pushing an image\"; the local registry does"
                    + " not ask for it");

    private PolicyBench() {}

    /** @param args the actions to leave out in turn; none: all */
    public static void main(String[] args) throws IOException {
        Instant start = Instant.now();
        String policy = PolicyLife.printed();
        Set<String> actions = new TreeSet<>(ACTION.matcher(policy)
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList());
        if (args.length > 0) {
            actions.retainAll(Arrays.asList(args));
        }
        int printed = actions.size();
        int chapters = lived(policy, actions);
        Set<String> known = new TreeSet<>(actions);
        known.retainAll(ON_AWS.keySet());
        known.forEach(action -> System.out.println(action + ": not missed here: " + ON_AWS.get(action)));
        actions.removeAll(known);
        System.out.printf(
                "%d chapters, %d actions, %d missed by a command, %d not, for AWS asks for them: %s; %d for no reason: %s;"
                        + " %s%n",
                chapters,
                printed,
                printed - known.size() - actions.size(),
                known.size(),
                known,
                actions.size(),
                actions,
                Duration.between(start, Instant.now()).truncatedTo(ChronoUnit.SECONDS));
        // For the script that runs this; a failed life may have left threads that wait.
        System.exit(actions.isEmpty() ? 0 : 1);
    }

    /**
     * @param actions those that a command misses are taken out
     * @return the number of chapters
     */
    private static int lived(String policy, Set<String> actions) throws IOException {
        try (PolicyLife life = PolicyLife.begin(policy)) {
            for (PolicyLife.Chapter chapter : life.chapters()) {
                Set<String> asked = life.live(chapter);
                System.out.println(chapter.name() + ": goes, with " + asked.size() + " actions");
                actions.removeIf(action -> asked.contains(action) && missed(life, chapter, action));
            }
            return life.chapters().size();
        }
    }

    private static boolean missed(PolicyLife life, PolicyLife.Chapter chapter, String action) {
        Optional<String> how = life.without(action, chapter);
        how.ifPresent(told -> System.out.println(action + ": " + chapter.name() + " fails: "
                + told.lines()
                        .filter(line -> line.contains(action))
                        .findFirst()
                        .orElse(told.lines().findFirst().orElse(""))));
        return how.isPresent();
    }
}
