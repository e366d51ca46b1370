package dev.provision.cli;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

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
                    + " not ask for it",
            "sns:Unsubscribe",
            "takes a former address away that has confirmed: API_Unsubscribe; nobody reads the local cloud's mails and"
                    + " confirms");

    /** The environments, each of whose policies has actions that those before it have not. */
    private static final List<Life> LIVES = List.of(
            new Life("own", OwnChapters::new),
            new Life("brought", BroughtChapters::new),
            new Life("domain", DomainChapters::new));

    private PolicyBench() {}

    private record Life(String word, Function<Account, PolicyChapters> chapters) {}

    /** @param args the lives to live, by name, and the actions to leave out in turn; of what is not said: all */
    public static void main(String[] args) throws IOException {
        Instant start = Instant.now();
        Set<String> lives = LIVES.stream().map(Life::word).collect(Collectors.toSet());
        Set<String> asked = new HashSet<>(Arrays.asList(args));
        asked.removeAll(lives);
        lives.retainAll(Arrays.asList(args));
        Set<String> before = new HashSet<>();
        int unneeded = 0;
        for (Life life : LIVES) {
            String policy = PolicyLife.printed(life.chapters());
            Set<String> printed = actions(policy);
            Set<String> more = new TreeSet<>(printed);
            more.removeAll(before);
            before.addAll(printed);
            if (!asked.isEmpty()) {
                more.retainAll(asked);
            }
            if (lives.isEmpty() || lives.contains(life.word())) {
                unneeded += lived(life, policy, more);
            }
        }
        System.out.println("took " + Duration.between(start, Instant.now()).truncatedTo(ChronoUnit.SECONDS));
        // For the script that runs this; a failed life may have left threads that wait.
        System.exit(unneeded == 0 ? 0 : 1);
    }

    private static Set<String> actions(String policy) {
        return new TreeSet<>(ACTION.matcher(policy)
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList());
    }

    /**
     * @param more those to be left out in turn
     * @return how many of them nothing misses
     */
    private static int lived(Life which, String policy, Set<String> more) throws IOException {
        Set<String> actions = new TreeSet<>(more);
        int chapters;
        try (PolicyLife life = PolicyLife.begin(policy, which.chapters())) {
            for (PolicyChapters.Chapter chapter : life.chapters()) {
                Set<String> asked = life.live(chapter);
                System.out.println(chapter.name() + ": goes, with " + asked.size() + " actions");
                actions.removeIf(action -> asked.contains(action) && missed(life, chapter, action));
            }
            chapters = life.chapters().size();
        }
        Set<String> known = new TreeSet<>(actions);
        known.retainAll(ON_AWS.keySet());
        known.forEach(action -> System.out.println(action + ": not missed here: " + ON_AWS.get(action)));
        actions.removeAll(known);
        System.out.printf(
                "%s: %d chapters, %d actions left out in turn, %d missed by a command, %d not, for AWS asks for them: %s;"
                        + " %d for no reason: %s%n",
                which.word(),
                chapters,
                more.size(),
                more.size() - known.size() - actions.size(),
                known.size(),
                known,
                actions.size(),
                actions);
        return actions.size();
    }

    private static boolean missed(PolicyLife life, PolicyChapters.Chapter chapter, String action) {
        Optional<String> how = life.without(action, chapter);
        how.ifPresent(told -> System.out.println(action + ": " + chapter.name() + " fails: "
                + told.lines()
                        .filter(line -> line.contains(action))
                        .findFirst()
                        .orElse(told.lines().findFirst().orElse(""))));
        return how.isPresent();
    }
}
