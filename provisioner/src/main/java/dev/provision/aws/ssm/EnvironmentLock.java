package dev.provision.aws.ssm;

import dev.provision.aws.Api;
import dev.provision.aws.AwsConnection;
import dev.provision.aws.Owner;
import dev.provision.graph.ProvisionException.Interrupted;
import dev.provision.graph.ProvisionException.LockHeld;
import dev.provision.graph.Sleeper;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.Parameter;
import software.amazon.awssdk.services.ssm.model.ParameterType;
import software.amazon.awssdk.services.ssm.model.Tag;

/**
 * Lets one operation on an environment run at a time: a parameter that is created without overwrite. Its holder writes a
 * sign of life into it every {@value #BEAT_SECONDS} seconds.
 *
 * <p>A lock whose holder is gone is taken over, and only then: its process is no longer there, which can be seen on its
 * own machine; or it has been silent for {@value #SILENCE_SECONDS} seconds and then gives no sign either while this one
 * watches. The watching makes it independent of the machines' clocks. Of several that take a lock over at once one wins:
 * the one whose write directly follows the version that it watched.
 */
public final class EnvironmentLock {
    static final int BEAT_SECONDS = 15;
    static final int SILENCE_SECONDS = 120;
    private static final String TAKES = "takes: ";
    static final Duration BEAT = Duration.ofSeconds(BEAT_SECONDS);
    static final Duration SILENCE = Duration.ofSeconds(SILENCE_SECONDS);
    private static final Duration INTERVAL = Duration.ofSeconds(5);
    private static final Set<String> ACTIONS =
            Set.of("ssm:AddTagsToResource", "ssm:DeleteParameter", "ssm:GetParameter", "ssm:PutParameter");
    private final String name;
    private final Owner owner;
    private final Api<SsmClient> ssm;
    private final Clock clock;
    private final Sleeper sleeper;

    public EnvironmentLock(AwsConnection connection, Owner owner, Clock clock, Sleeper sleeper) {
        this.name = name(owner);
        this.owner = owner;
        this.ssm = connection.api("ssm", SsmClient::builder);
        this.clock = clock;
        this.sleeper = sleeper;
    }

    /** The parameter's name. */
    public static String name(Owner owner) {
        return EnvironmentParameters.path(owner) + "lock";
    }

    /** The IAM actions that it uses. */
    public static Set<String> actions() {
        return ACTIONS;
    }

    /**
     * Takes the lock.
     *
     * @param patience how long to wait for another holder; zero: not at all
     * @param gone whether a holder on this machine has no process any more
     * @param told what is being waited for, or what was taken over and why
     * @throws LockHeld if another one holds it, and still does after {@code patience}
     */
    public Lease take(Holder holder, Duration patience, Predicate<Holder> gone, Consumer<String> told) {
        Instant deadline = clock.instant().plus(patience);
        while (true) {
            if (created(holder)) {
                return lease(holder, told);
            }
            Optional<Held> other = held();
            if (other.isEmpty()) {
                continue;
            }
            if (takenOver(other.get(), holder, gone, told)) {
                return lease(holder, told);
            }
            wait(other.get(), deadline, told);
        }
    }

    /** The lock's holder, if it is held. */
    public Optional<Held> held() {
        return ssm.find(c -> c.getParameter(r -> r.name(name)).parameter()).map(EnvironmentLock::held);
    }

    static Held held(Parameter parameter) {
        return new Held(
                Holder.of(parameter.value()),
                parameter.version(),
                parameter.lastModifiedDate(),
                parameter
                        .value()
                        .lines()
                        .filter(line -> line.startsWith(TAKES))
                        .allMatch(line -> line.equals(TAKES + (parameter.version() - 1))));
    }

    /** Removes the lock, whoever holds it: its run ends at its next sign of life. */
    public void remove() {
        ssm.delete(c -> c.deleteParameter(r -> r.name(name)));
    }

    private boolean created(Holder holder) {
        List<Tag> tags = List.of(tag(Owner.NAME_TAG, owner.name()), tag(Owner.ENV_TAG, owner.env()));
        boolean made = ssm.made(
                "ParameterAlreadyExists",
                c -> c.putParameter(r -> r.name(name)
                        .type(ParameterType.STRING)
                        .value(holder.text(clock.instant()))
                        .description("Held while provision changes " + owner.prefix())
                        .tags(tags)));
        // The answer may have been lost, and the repeated call found what the first one made.
        return made || held().filter(held -> held.by(holder)).isPresent();
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }

    private boolean takenOver(Held other, Holder holder, Predicate<Holder> gone, Consumer<String> told) {
        if (holder.sees(other.holder()) && gone.test(other.holder())) {
            told.accept("taking over the lock of " + other.words(clock.instant()) + ": its process is gone");
            return overwrite(other, holder);
        }
        if (other.silence(clock.instant()).compareTo(SILENCE) < 0) {
            return false;
        }
        told.accept("the lock is held by " + other.words(clock.instant()) + "; watching for " + 2 * BEAT_SECONDS
                + " s whether it gives one");
        pause(BEAT.multipliedBy(2));
        if (held().filter(now -> now.version() == other.version()).isEmpty()) {
            return false;
        }
        told.accept("taking the lock over: it gave none");
        return overwrite(other, holder);
    }

    private boolean overwrite(Held other, Holder holder) {
        long version = write(holder.text(clock.instant()) + "\n" + TAKES + other.version());
        return version == other.version() + 1;
    }

    private long write(String text) {
        return ssm.call(c -> c.putParameter(r ->
                        r.name(name).type(ParameterType.STRING).overwrite(true).value(text))
                .version());
    }

    private void wait(Held other, Instant deadline, Consumer<String> told) {
        String words = other.words(clock.instant());
        if (!clock.instant().isBefore(deadline)) {
            throw new LockHeld(
                    words,
                    "wait for it (--wait 10m), or if it is gone for good, run provision unlock --env " + owner.env());
        }
        told.accept("waiting for the lock, held by " + words);
        pause(INTERVAL);
    }

    private void pause(Duration duration) {
        try {
            sleeper.sleep(duration);
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
            throw new Interrupted("interrupted while waiting for the lock");
        }
    }

    private Lease lease(Holder holder, Consumer<String> told) {
        return Lease.start(this, holder, clock, sleeper, told);
    }

    /** Whether the lock is still this holder's; the text of a takeover that came too late changes nothing. */
    boolean holds(Holder holder) {
        return held().filter(held -> held.by(holder) || !held.valid()).isPresent();
    }

    /** Gives a sign of life. */
    void sign(Holder holder) {
        write(holder.text(clock.instant()));
    }
}
