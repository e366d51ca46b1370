package dev.provision.aws.ssm;

import dev.provision.graph.ProvisionException;
import dev.provision.graph.ProvisionException.LockHeld;
import dev.provision.graph.Sleeper;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;

/**
 * A lock that is held until this is closed. Meanwhile it gives signs of life, and notices if the lock was removed or taken
 * over.
 */
public final class Lease implements AutoCloseable {
    private final EnvironmentLock lock;
    private final Holder holder;
    private final Clock clock;
    private final Sleeper sleeper;
    private final Consumer<String> told;
    private final Thread beating;
    private State state = State.HELD;
    private Instant sign;
    private Runnable whenLost = () -> {};

    private Lease(EnvironmentLock lock, Holder holder, Clock clock, Sleeper sleeper, Consumer<String> told) {
        this.lock = lock;
        this.holder = holder;
        this.clock = clock;
        this.sleeper = sleeper;
        this.told = told;
        this.sign = clock.instant();
        // A platform thread: to interrupt a virtual one would close the connection of a write that is under way, and
        // that
        // write could arrive after the lock's removal.
        this.beating = Thread.ofPlatform().daemon().name("lock").unstarted(this::beat);
    }

    private enum State {
        HELD,
        /** No further sign of life is given; one may be under way. */
        CLOSING,
        LOST,
        CLOSED
    }

    static Lease start(EnvironmentLock lock, Holder holder, Clock clock, Sleeper sleeper, Consumer<String> told) {
        Lease lease = new Lease(lock, holder, clock, sleeper, told);
        lease.beating.start();
        return lease;
    }

    /** Calls {@code stop} when the lock is lost; at once if it is already. It is called from another thread. */
    public void whenLost(Runnable stop) {
        boolean already;
        synchronized (this) {
            whenLost = stop;
            already = state == State.LOST;
        }
        if (already) {
            stop.run();
        }
    }

    /** @throws LockHeld if the lock was lost */
    public synchronized void orThrow() {
        if (state == State.LOST) {
            throw new LockHeld(
                    "somebody else by now: the lock was removed or taken over while this ran",
                    "see who holds it with provision unlock, then run the command again: it goes on from what exists");
        }
    }

    private void beat() {
        try {
            while (held()) {
                sleeper.sleep(EnvironmentLock.BEAT);
                beatOnce();
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized boolean held() {
        return state == State.HELD;
    }

    private void beatOnce() {
        if (!held()) {
            return;
        }
        boolean kept;
        try {
            kept = lock.holds(holder);
            if (kept) {
                lock.sign(holder);
                sign = clock.instant();
            }
        } catch (ProvisionException unreachable) {
            // Without a sign for so long others may take the lock over, so that this must end.
            kept = Duration.between(sign, clock.instant()).compareTo(EnvironmentLock.SILENCE) < 0;
        }
        if (!kept) {
            lose();
        }
    }

    private void lose() {
        Runnable stop;
        synchronized (this) {
            if (state == State.LOST || state == State.CLOSED) {
                return;
            }
            state = State.LOST;
            stop = whenLost;
        }
        told.accept("the lock is lost: it was removed or taken over");
        stop.run();
    }

    /** Gives the lock back, if it is still held. That it cannot be given back is told, and no failure of the work. */
    @Override
    public void close() {
        synchronized (this) {
            if (state == State.HELD) {
                state = State.CLOSING;
            }
        }
        beating.interrupt();
        joined();
        synchronized (this) {
            if (state != State.CLOSING) {
                return;
            }
            state = State.CLOSED;
        }
        try {
            lock.remove();
        } catch (ProvisionException refused) {
            told.accept("the lock could not be given back; the next command takes it over: " + refused.getMessage());
        }
    }

    private void joined() {
        boolean interrupted = false;
        while (beating.isAlive()) {
            try {
                beating.join();
            } catch (InterruptedException again) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
