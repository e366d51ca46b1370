package dev.provision.cli;

import dev.provision.FreePorts;
import dev.provision.aws.AwsConnection;
import dev.provision.config.Environment;
import dev.provision.graph.ProvisionException;
import dev.provision.localcloud.LocalCloud;
import dev.provision.localcloud.Options;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.Set;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.ParameterType;

/** The life of an environment under the policy that {@code provision policy} prints, on a cloud that grants nothing else. */
final class PolicyLife implements AutoCloseable {
    private static final String KEY = "1234abcd-12ab-34cd-56ef-1234567890ab";
    private static final String VARIABLES =
            "    environment: { TOKEN: \"${ssm:/demo/token}\", PASSWORD: \"${secret:demo}\" }\n";

    private final WatchedPolicy policy;
    private final Account account;
    private final SequencedMap<String, Runnable> commands = new LinkedHashMap<>();

    /** Those without which the later ones have nothing to work on. */
    private static final Set<String> NEEDED = Set.of("up", "up with a new image");

    private PolicyLife(WatchedPolicy policy, Account account) {
        this.policy = policy;
        this.account = account;
    }

    /**
     * In a cloud of its own, whose account has the secrets that the environment names.
     *
     * @param document what the cloud grants
     */
    static PolicyLife begin(String document) throws IOException {
        Path folder = Files.createTempDirectory("policy");
        WatchedPolicy policy = new WatchedPolicy(document);
        int offset = FreePorts.offset();
        LocalCloud cloud = LocalCloud.start(
                Options.forTests().withListenerPorts(Options.offset(offset)).withCallerPolicy(policy));
        PolicyLife life = new PolicyLife(policy, new Account(folder, cloud, offset));
        try {
            life.makeSecrets();
            life.plan();
            return life;
        } catch (RuntimeException failed) {
            life.close();
            throw failed;
        }
    }

    /** The policy; makes no call. */
    static String printed() throws IOException {
        try (Account account = Account.open(Files.createTempDirectory("policy"))) {
            return account.stack(environment(account, 14, "step")).operatorPolicy();
        }
    }

    private static Environment environment(Account account, int retention, String scaling) {
        String scaled =
                Account.FARGATE.replace("maxInstances: 2", "maxInstances: 2, autoScaling: { policy: " + scaling + " }");
        return account.environment(
                "dev", "logRetention: " + retention, List.of(Account.LAMBDA + VARIABLES, scaled + VARIABLES));
    }

    private void makeSecrets() {
        policy.lift(true);
        AwsConnection connection = AwsConnection.at(account.cloud().endpoint(), "eu-west-2", duration -> {});
        connection.client(SsmClient.builder()).putParameter(p -> p.name("/demo/token")
                .value("one")
                .type(ParameterType.SECURE_STRING)
                .keyId(KEY));
        connection
                .client(SecretsManagerClient.builder())
                .createSecret(s -> s.name("demo").secretString("two").kmsKeyId(KEY));
        policy.lift(false);
    }

    private void plan() {
        Environment environment = environment(account, 14, "step");
        commands.put("up", () -> account.up(environment));
        commands.put("plan", () -> account.plan(environment));
        commands.put("status", () -> command("status"));
        commands.put("logs", () -> command("logs"));
        commands.put("doctor", () -> command("doctor"));
        commands.put("up with a new image", () -> {
            account.image("two");
            account.up(environment);
        });
        commands.put("rollback", () -> command("rollback"));
        commands.put("releases", () -> command("releases"));
        commands.put("up with other settings", () -> account.up(environment(account, 30, "target")));
        commands.put("teardown", () -> command("teardown", "--yes"));
    }

    private void command(String name, String... more) {
        String before = account.told();
        String[] args = new String[more.length + 3];
        args[0] = name;
        args[1] = "--env";
        args[2] = "dev";
        System.arraycopy(more, 0, args, 3, more.length);
        int code = account.run(args);
        // 5: something differs, which is not a matter of rights
        if (code != 0 && code != 5) {
            throw new IllegalStateException("exit code " + code + ": "
                    + account.told().substring(before.length()).strip());
        }
    }

    /** The actions that each command asks for, when all of them run one after the other. */
    SequencedMap<String, SequencedSet<String>> whole() {
        SequencedMap<String, SequencedSet<String>> asked = new LinkedHashMap<>();
        commands.forEach((name, command) -> {
            policy.asked();
            try {
                command.run();
            } catch (ProvisionException | IllegalStateException refused) {
                throw new IllegalStateException(name + ": " + refused.getMessage(), refused);
            }
            asked.put(name, policy.asked());
        });
        return asked;
    }

    /**
     * Runs those commands that ask for an action without having it, and those with it that they build upon.
     *
     * @param asked by each command, as {@link #whole} tells it
     * @return the command that missed it, and how it said so
     */
    Optional<Map.Entry<String, String>> without(String action, Map<String, SequencedSet<String>> asked) {
        SequencedSet<String> left = new LinkedHashSet<>();
        asked.forEach((name, actions) -> {
            if (actions.contains(action)) {
                left.add(name);
            }
        });
        for (var command : commands.entrySet()) {
            if (left.isEmpty()) {
                break;
            }
            boolean asks = left.remove(command.getKey());
            if (!asks && !NEEDED.contains(command.getKey())) {
                continue;
            }
            policy.take(asks ? Optional.of(action) : Optional.empty());
            try {
                command.getValue().run();
            } catch (ProvisionException | IllegalStateException missed) {
                return Optional.of(Map.entry(command.getKey(), String.valueOf(missed.getMessage())));
            }
        }
        return Optional.empty();
    }

    @Override
    public void close() {
        account.close();
    }
}
