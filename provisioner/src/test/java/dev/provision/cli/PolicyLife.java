package dev.provision.cli;

import dev.provision.FreePorts;
import dev.provision.graph.ProvisionException;
import dev.provision.localcloud.LocalCloud;
import dev.provision.localcloud.Options;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.function.Function;

/** The life of an environment under the policy that {@code provision policy} prints, on a cloud that grants nothing else. */
final class PolicyLife implements AutoCloseable {
    private final WatchedPolicy policy;
    private final Account account;
    private final PolicyChapters chapters;

    private PolicyLife(WatchedPolicy policy, Account account, PolicyChapters chapters) {
        this.policy = policy;
        this.account = account;
        this.chapters = chapters;
    }

    /**
     * In a cloud of its own.
     *
     * @param document what the cloud grants
     */
    static PolicyLife begin(String document, Function<Account, PolicyChapters> chapters) throws IOException {
        WatchedPolicy policy = new WatchedPolicy(document);
        int offset = FreePorts.offset();
        LocalCloud cloud = LocalCloud.start(
                Options.forTests().withListenerPorts(Options.offset(offset)).withCallerPolicy(policy));
        Account account = new Account(Files.createTempDirectory("policy"), cloud, offset);
        return new PolicyLife(policy, account, chapters.apply(account));
    }

    /** The policy that is printed for such an environment. */
    static String printed(Function<Account, PolicyChapters> chapters) throws IOException {
        try (Account account = Account.open(Files.createTempDirectory("policy"))) {
            PolicyChapters written = chapters.apply(account);
            written.othersWork();
            return account.stack(written.standard()).operatorPolicy().json();
        }
    }

    /** In the order in which they can be lived. */
    List<PolicyChapters.Chapter> chapters() {
        return chapters.all();
    }

    /**
     * Lives a chapter.
     *
     * @return the actions that its command asks for
     */
    SequencedSet<String> live(PolicyChapters.Chapter chapter) {
        begin(chapter);
        policy.asked();
        try {
            chapter.command().run();
        } catch (ProvisionException | IllegalStateException refused) {
            throw new IllegalStateException(chapter.name() + ": " + refused.getMessage(), refused);
        }
        return policy.asked();
    }

    private void begin(PolicyChapters.Chapter chapter) {
        policy.lift(true);
        chapter.before().run();
        policy.lift(false);
    }

    /**
     * Lives a chapter whose command lacks one action.
     *
     * @return how it said that it misses it; empty: it does not
     */
    Optional<String> without(String action, PolicyChapters.Chapter chapter) {
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
