package dev.provision.cli;

import dev.provision.FreePorts;
import dev.provision.config.Environment;
import dev.provision.graph.ProvisionException;
import dev.provision.graph.ProvisionException.ReleaseRolledBack;
import dev.provision.localcloud.LocalCloud;
import dev.provision.localcloud.Options;
import dev.provision.stack.Doctor;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.stream.Stream;

/**
 * The life of an environment under the policy that {@code provision policy} prints, on a cloud that grants nothing else. It
 * has chapters: something happens, by somebody who may do everything, and then a command runs under the policy.
 */
final class PolicyLife implements AutoCloseable {
    private static final String VARIABLES =
            "    environment: { TOKEN: \"${ssm:/demo/token}\", PASSWORD: \"${secret:demo}\" }\n";
    private final WatchedPolicy policy;
    private final Account account;
    private final Others others;
    private final List<Chapter> chapters = new ArrayList<>();
    private int images;

    private PolicyLife(WatchedPolicy policy, Account account) {
        this.policy = policy;
        this.account = account;
        this.others = new Others(account.cloud());
    }

    /**
     * One command in its circumstances. It can be lived again and again.
     *
     * @param before makes the circumstances, without being bound by the policy
     * @param command fails where it cannot do all that it is there for
     */
    record Chapter(String name, Runnable before, Runnable command) {}

    /**
     * In a cloud of its own.
     *
     * @param document what the cloud grants
     */
    static PolicyLife begin(String document) throws IOException {
        WatchedPolicy policy = new WatchedPolicy(document);
        int offset = FreePorts.offset();
        LocalCloud cloud = LocalCloud.start(
                Options.forTests().withListenerPorts(Options.offset(offset)).withCallerPolicy(policy));
        PolicyLife life = new PolicyLife(policy, new Account(Files.createTempDirectory("policy"), cloud, offset));
        life.plan();
        return life;
    }

    /** The policy; makes no call. */
    static String printed() throws IOException {
        try (Account account = Account.open(Files.createTempDirectory("policy"))) {
            return account.stack(environment(account, Wish.STANDARD))
                    .operatorPolicy()
                    .json();
        }
    }

    /** What is wanted of the environment in a chapter. */
    private enum Wish {
        STANDARD,
        /** Target tracking, another retention of logs, and tags. */
        TRACKED,
        /** Functions are kept warm. */
        WARM,
        /** Functions are neither kept warm nor limited. */
        UNLIMITED,
        /** The routes are in another order. */
        TURNED,
        /** One subnet has another range. */
        MOVED
    }

    private static Environment environment(Account account, Wish wish) {
        String function =
                switch (wish) {
                    case WARM ->
                        Account.LAMBDA.replace(
                                "reservedConcurrency: 20", "reservedConcurrency: 20, provisionedConcurrency: 1");
                    case UNLIMITED -> Account.LAMBDA.replace(", reservedConcurrency: 20", "");
                    case STANDARD, TRACKED, TURNED, MOVED -> Account.LAMBDA;
                };
        String tasks = Account.FARGATE.replace(
                "maxInstances: 2",
                "maxInstances: 2, autoScaling: { policy: " + (wish == Wish.TRACKED ? "target" : "step") + " }");
        List<String> containers = List.of(function + VARIABLES, tasks + VARIABLES);
        String settings =
                switch (wish) {
                    case TRACKED -> "logRetention: 30\ntags: { team: blue }";
                    case MOVED -> "network: { publicSubnets: [10.0.1.0/24, 10.0.3.0/24] }";
                    case STANDARD, WARM, UNLIMITED, TURNED -> "logRetention: 14";
                };
        return account.environment("dev", settings, wish == Wish.TURNED ? containers.reversed() : containers);
    }

    private void plan() {
        Runnable standing = () -> up(Wish.STANDARD);
        chapter("up", this::beginAgain, standing);
        chapter("plan", standing, () -> account.plan(environment(account, Wish.STANDARD)));
        chapter("status", standing, () -> command("status"));
        chapter("logs", standing, () -> command("logs"));
        chapter("doctor", standing, this::doctor);
        chapter(
                "up after others changed everything",
                () -> {
                    up(Wish.STANDARD);
                    new Drift(account.cloud()).cause();
                },
                standing);
        chapter("up with functions kept warm", standing, () -> up(Wish.WARM));
        chapter("up with functions without limits", () -> up(Wish.WARM), () -> up(Wish.UNLIMITED));
        chapter("up with other settings", standing, () -> up(Wish.TRACKED));
        chapter("up with another order of routes", standing, () -> up(Wish.TURNED));
        chapter("up with another subnet", standing, () -> up(Wish.MOVED));
        chapter(
                "up with a new image",
                () -> {
                    // Both slots have had one.
                    release();
                    release();
                    image("good");
                },
                standing);
        chapter("rollback", this::release, () -> command("rollback"));
        chapter("releases", standing, () -> command("releases"));
        chapter(
                "up with an image whose tasks end",
                () -> {
                    release();
                    image(TinyImage.BROKEN);
                },
                () -> givenUp("exit code 1", TinyImage.LAST_WORDS));
        chapter(
                "up with an image whose functions end",
                () -> {
                    release();
                    image(TinyImage.BROKEN_FUNCTION);
                },
                () -> givenUp(TinyImage.LAST_WORDS));
        chapter("up while another one runs", others::lock, () -> with(Others.HOLDER, command("up", "--yes")));
        chapter("unlock", others::lock, () -> with("is removed", command("unlock", "--yes")));
        chapter(
                "teardown of what others have added to",
                () -> {
                    others.unlock();
                    release();
                    others.attachPolicies();
                    others.leaveInterface();
                },
                () -> command("teardown", "--yes"));
    }

    private void chapter(String name, Runnable before, Runnable command) {
        chapters.add(new Chapter(name, before, command));
    }

    private void beginAgain() {
        account.cloud().reset();
        others.keepSecrets();
        image("good");
    }

    private void image(String kind) {
        images++;
        account.image(kind + "-" + images);
    }

    private void up(Wish wish) {
        account.up(environment(account, wish));
    }

    private void release() {
        image("good");
        up(Wish.STANDARD);
    }

    /** @param words that say why */
    private void givenUp(String... words) {
        try {
            up(Wish.STANDARD);
        } catch (ReleaseRolledBack expected) {
            List.of(words).forEach(word -> with(word, expected.getMessage() + expected.evidence()));
            return;
        }
        throw new IllegalStateException("a version was taken that ends at once");
    }

    /** @return what it told */
    private String command(String name, String... more) {
        String before = account.told();
        List<String> args = new ArrayList<>(List.of(name, "--env", "dev"));
        args.addAll(List.of(more));
        int code = account.run(args.toArray(String[]::new));
        String told = account.told().substring(before.length()).strip();
        // 4, 5: it is locked, or something differs, which is not a matter of rights
        if (code != 0 && code < 4) {
            throw new IllegalStateException("exit code " + code + ": " + told);
        }
        return told;
    }

    private static void with(String text, String told) {
        if (!told.contains(text)) {
            throw new IllegalStateException("without '" + text + "': " + told);
        }
    }

    private void doctor() {
        Doctor doctor = account.stack(environment(account, Wish.STANDARD)).doctor();
        Examination examination = new Examination(
                Stream.concat(doctor.beforehand().stream(), doctor.wayIn().stream())
                        .toList(),
                key -> Optional.empty());
        String told = String.join(System.lineSeparator(), examination.lines());
        if (!examination.good() || told.contains("is not told")) {
            throw new IllegalStateException(told);
        }
    }

    /** In the order in which they can be lived. */
    List<Chapter> chapters() {
        return List.copyOf(chapters);
    }

    /**
     * Lives a chapter.
     *
     * @return the actions that its command asks for
     */
    SequencedSet<String> live(Chapter chapter) {
        begin(chapter);
        policy.asked();
        try {
            chapter.command().run();
        } catch (ProvisionException | IllegalStateException refused) {
            throw new IllegalStateException(chapter.name() + ": " + refused.getMessage(), refused);
        }
        return policy.asked();
    }

    private void begin(Chapter chapter) {
        policy.lift(true);
        chapter.before().run();
        policy.lift(false);
    }

    /**
     * Lives a chapter whose command lacks one action.
     *
     * @return how it said that it misses it; empty: it does not
     */
    Optional<String> without(String action, Chapter chapter) {
        begin(chapter);
        policy.take(Optional.of(action));
        try {
            chapter.command().run();
            return Optional.empty();
        } catch (ProvisionException | IllegalStateException missed) {
            return Optional.of(String.valueOf(missed.getMessage()));
        } finally {
            policy.take(Optional.empty());
        }
    }

    @Override
    public void close() {
        account.close();
    }
}
