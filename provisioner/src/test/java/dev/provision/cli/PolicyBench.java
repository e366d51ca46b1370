package dev.provision.cli;

import dev.provision.FreePorts;
import dev.provision.config.Environment;
import dev.provision.graph.ProvisionException;
import dev.provision.localcloud.LocalCloud;
import dev.provision.localcloud.Options;
import dev.provision.localcloud.iam.IdentityPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether the policy of {@code provision policy} is enough for an environment's life, and whether anything of it could be left
 * out; {@code bench/policy/run} says how it is called.
 */
final class PolicyBench {
    private static final Pattern ACTION = Pattern.compile("\"([a-z0-9-]+:[A-Z][A-Za-z]+)\"");

    /** What takes the place of an action that is left out: nobody needs it. */
    private static final String NOTHING = "\"sts:GetCallerIdentity\"";

    private PolicyBench() {}

    /** @param args the actions to leave out in turn; none: all */
    public static void main(String[] args) throws IOException {
        String policy = policy();
        Optional<String> failure = life(policy);
        System.out.println("with the whole policy: " + failure.orElse("every command went"));
        SequencedSet<String> actions = new LinkedHashSet<>();
        Matcher matcher = ACTION.matcher(policy);
        while (matcher.find()) {
            actions.add(matcher.group(1));
        }
        if (args.length > 0) {
            actions.retainAll(Arrays.asList(args));
        }
        List<String> unmissed = new ArrayList<>();
        for (String action : actions) {
            Optional<String> missed = life(policy.replace('"' + action + '"', NOTHING));
            System.out.println(action + ": " + missed.orElse("NOT MISSED"));
            if (missed.isEmpty()) {
                unmissed.add(action);
            }
        }
        System.out.printf(
                "%d actions, %d missed by a command, %d not: %s%n",
                actions.size(), actions.size() - unmissed.size(), unmissed.size(), unmissed);
        System.exit(failure.isEmpty() && unmissed.isEmpty() ? 0 : 1);
    }

    private static String policy() throws IOException {
        try (Account account = Account.open(Files.createTempDirectory("policy"))) {
            return account.stack(environment(account, 14, "step")).operatorPolicy();
        }
    }

    private static Environment environment(Account account, int retention, String scaling) {
        return account.environment(
                "dev",
                "logRetention: " + retention,
                List.of(
                        Account.LAMBDA,
                        Account.FARGATE.replace(
                                "maxInstances: 2", "maxInstances: 2, autoScaling: { policy: " + scaling + " }")));
    }

    /** The first command that fails under a policy, and why. */
    private static Optional<String> life(String policy) throws IOException {
        Path folder = Files.createTempDirectory("policy");
        int offset = FreePorts.offset();
        LocalCloud cloud = LocalCloud.start(Options.forTests()
                .withListenerPorts(Options.offset(offset))
                .withCallerPolicy(IdentityPolicy.read(policy)));
        try (Account account = new Account(folder, cloud, offset)) {
            Environment environment = environment(account, 14, "step");
            SequencedMap<String, Runnable> commands = new LinkedHashMap<>();
            commands.put("up", () -> account.up(environment));
            commands.put("plan", () -> account.plan(environment));
            commands.put("status", () -> command(account, "status", "--env", "dev"));
            commands.put("logs", () -> command(account, "logs", "--env", "dev"));
            commands.put("doctor", () -> command(account, "doctor", "--env", "dev"));
            commands.put("up with a new image", () -> {
                account.image("two");
                account.up(environment);
            });
            commands.put("rollback", () -> command(account, "rollback", "--env", "dev"));
            commands.put("releases", () -> command(account, "releases", "--env", "dev"));
            commands.put("up with other settings", () -> account.up(environment(account, 30, "target")));
            commands.put("teardown", () -> command(account, "teardown", "--env", "dev", "--yes"));
            for (var one : commands.entrySet()) {
                try {
                    one.getValue().run();
                } catch (ProvisionException | IllegalStateException refused) {
                    return Optional.of(one.getKey() + " fails: " + firstLine(String.valueOf(refused.getMessage())));
                }
            }
            return Optional.empty();
        }
    }

    private static void command(Account account, String... args) {
        int code = Commands.execute(account.surroundings(), args);
        // 5: something differs, which is not a matter of rights
        if (code != 0 && code != 5) {
            String told = account.told();
            throw new IllegalStateException(
                    args[0] + " ended with " + code + ": " + told.substring(Math.max(0, told.length() - 500)));
        }
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }
}
