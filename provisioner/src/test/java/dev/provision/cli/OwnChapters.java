package dev.provision.cli;

import dev.provision.config.Environment;
import dev.provision.graph.ProvisionException.ReleaseRolledBack;
import java.util.List;

/** Of an environment that makes everything that it needs, but for secrets. */
final class OwnChapters extends PolicyChapters {
    private static final String VARIABLES =
            "    environment: { TOKEN: \"${ssm:/demo/token}\", PASSWORD: \"${secret:demo}\" }\n";

    private int teams;

    OwnChapters(Account account) {
        super(account);
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

    private Environment environment(Wish wish) {
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
                    // Tags that were put on something stay when they are no longer configured.
                    case TRACKED -> "logRetention: 30\ntags: { team: team-" + ++teams + " }";
                    case MOVED -> "network: { publicSubnets: [10.0.1.0/24, 10.0.3.0/24] }";
                    case STANDARD, WARM, UNLIMITED, TURNED -> "logRetention: 14";
                };
        return account().environment("dev", settings, wish == Wish.TURNED ? containers.reversed() : containers);
    }

    @Override
    void othersWork() {
        others().keepSecrets();
    }

    @Override
    Environment standard() {
        return environment(Wish.STANDARD);
    }

    @Override
    void write() {
        Runnable standing = () -> up(Wish.STANDARD);
        chapter("up", this::beginAgain, standing);
        chapter("plan", standing, () -> account().plan(standard()));
        chapter("status", standing, () -> command("status"));
        chapter("logs", standing, () -> command("logs"));
        chapter("doctor", standing, () -> doctor(standard()));
        chapter(
                "doctor where the way to the internet is gone",
                () -> {
                    up(Wish.STANDARD);
                    others().deleteWayOut();
                },
                () -> doctorFinds("has no route 0.0.0.0/0", standard()));
        chapter(
                "up after others changed everything",
                () -> {
                    up(Wish.STANDARD);
                    new Drift(account().cloud()).cause();
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
        chapter("up while another one runs", others()::lock, () -> with(Others.HOLDER, command("up", "--yes")));
        chapter("unlock", others()::lock, () -> with("is removed", command("unlock", "--yes")));
        chapter(
                "teardown of what others have added to",
                () -> {
                    others().unlock();
                    release();
                    others().attachPolicies();
                    others().leaveInterface();
                },
                () -> command("teardown", "--yes"));
    }

    private void up(Wish wish) {
        account().up(environment(wish));
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
}
