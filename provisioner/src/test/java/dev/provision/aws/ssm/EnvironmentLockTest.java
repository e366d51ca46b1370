package dev.provision.aws.ssm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.provision.aws.AwsConnection;
import dev.provision.aws.Owner;
import dev.provision.graph.ProvisionException.LockHeld;
import dev.provision.graph.Sleeper;
import dev.provision.localcloud.LocalCloud;
import dev.provision.localcloud.Options;
import dev.provision.localcloud.fault.Injection;
import dev.provision.localcloud.wire.Fault;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.services.ssm.SsmClient;

@Timeout(60)
final class EnvironmentLockTest {
    private static final Owner OWNER = new Owner("demo", "dev", Map.of());
    private static LocalCloud cloud;
    private final List<String> told = new ArrayList<>();
    private final AwsConnection connection = AwsConnection.at(cloud.endpoint(), "eu-west-2", duration -> {});

    @BeforeAll
    static void start() {
        cloud = LocalCloud.start(Options.forTests());
    }

    @AfterAll
    static void stop() {
        cloud.close();
    }

    @BeforeEach
    void clear() {
        cloud.reset();
    }

    /** A sleeper whose sleeps end when the test says so. */
    private static final class Signs implements Sleeper {
        private final Semaphore allowed = new Semaphore(0);
        private final Semaphore begun = new Semaphore(0);

        @Override
        public void sleep(Duration duration) throws InterruptedException {
            begun.release();
            allowed.acquire();
        }

        /** Ends one sleep and returns once the next one has begun. */
        void next() {
            begun.acquireUninterruptibly();
            allowed.release();
            begun.acquireUninterruptibly();
            begun.release();
        }
    }

    private static Clock clock(Duration ahead) {
        return Clock.offset(Clock.systemUTC(), ahead);
    }

    private EnvironmentLock lock(Clock clock, Sleeper sleeper) {
        return new EnvironmentLock(connection, OWNER, clock, sleeper);
    }

    private EnvironmentLock lock() {
        return lock(Clock.systemUTC(), new Signs());
    }

    private static Holder holder(String user) {
        return new Holder(user, "laptop", "boot-1", 4711, "up --env dev", Instant.now(), "run of " + user);
    }

    private Lease take(EnvironmentLock lock, String user) {
        return lock.take(holder(user), Duration.ZERO, EnvironmentLockTest::gone, told::add);
    }

    private static boolean gone(Holder holder) {
        return holder.process() != 4711;
    }

    private SsmClient ssm() {
        return connection.client(SsmClient.builder());
    }

    @Test
    void theSecondIsToldWhoHoldsItAndGetsItAfterwards() {
        try (Lease _ = take(lock(), "anna")) {
            assertThatThrownBy(() -> take(lock(), "ben"))
                    .isInstanceOf(LockHeld.class)
                    .hasMessageContaining("anna@laptop (process 4711): up --env dev, since ")
                    .hasMessageContaining("last sign of life 0 s ago");
        }
        assertThat(lock().held()).isEmpty();
        take(lock(), "ben").close();
    }

    @Test
    void ofManyAtOnceOneGetsIt() {
        CountDownLatch all = new CountDownLatch(1);
        List<CompletableFuture<Boolean>> attempts = IntStream.range(0, 12)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> {
                    try {
                        all.await();
                        take(lock(), "user" + i);
                        return true;
                    } catch (LockHeld | InterruptedException refused) {
                        return false;
                    }
                }))
                .toList();
        all.countDown();
        assertThat(attempts.stream().filter(CompletableFuture::join)).hasSize(1);
    }

    @Test
    void whoWaitsGetsItWhenItIsGivenBack() throws Exception {
        Lease first = take(lock(), "anna");
        Signs signs = new Signs();
        CompletableFuture<Lease> second = CompletableFuture.supplyAsync(() -> lock(Clock.systemUTC(), signs)
                .take(holder("ben"), Duration.ofMinutes(10), EnvironmentLockTest::gone, told::add));
        signs.next();
        assertThat(second).isNotDone();
        first.close();
        signs.allowed.release();
        second.get(10, TimeUnit.SECONDS).close();
        assertThat(told).anyMatch(text -> text.startsWith("waiting for the lock, held by anna@laptop"));
    }

    @Test
    void aLostAnswerDoesNotLockUsOut() {
        cloud.faults().inject(new Injection("ssm", "PutParameter", 1, new Fault.LostAnswer()));
        take(lock(), "anna").close();
        assertThat(lock().held()).isEmpty();
    }

    @Test
    void aProcessOfThisMachineThatIsGoneIsTakenOverAtOnce() {
        take(lock(), "anna");
        try (Lease _ = lock().take(holder("ben"), Duration.ZERO, gone -> gone.process() == 4711, told::add)) {
            assertThat(lock().held().orElseThrow().holder().user()).isEqualTo("ben");
            assertThat(told).anyMatch(text -> text.contains("its process is gone"));
        }
    }

    @Test
    void aProcessOfAnotherMachineIsNotJudgedByItsNumber() {
        take(lock(), "anna");
        Holder elsewhere = new Holder("ben", "laptop", "boot-2", 1, "up", Instant.now(), "run of ben");
        assertThatThrownBy(() -> lock().take(elsewhere, Duration.ZERO, gone -> true, told::add))
                .isInstanceOf(LockHeld.class);
    }

    @Test
    void aSilentHolderIsWatchedAndThenTakenOver() {
        take(lock(), "anna");
        try (Lease _ = take(lock(clock(Duration.ofMinutes(3)), new FirstFree(new Signs())), "ben")) {
            assertThat(told)
                    .anyMatch(text -> text.contains("watching for 30 s"))
                    .contains("taking the lock over: it gave none");
        }
    }

    @Test
    void aClockThatIsFastTakesNothingFromWhoGivesSignsOfLife() {
        Signs signs = new Signs();
        take(lock(Clock.systemUTC(), signs), "anna");
        Sleeper watching = duration -> signs.next();
        assertThatThrownBy(() -> take(lock(clock(Duration.ofHours(1)), watching), "ben"))
                .isInstanceOf(LockHeld.class);
        assertThat(lock().held().orElseThrow().holder().user()).isEqualTo("anna");
        assertThat(lock().held().orElseThrow().version()).isGreaterThan(1);
    }

    @Test
    void ofTwoThatTakeOverOneWinsAndIsNotDisturbed() {
        take(lock(), "anna");
        Signs signs = new Signs();
        Held stale = lock().held().orElseThrow();
        Lease winner = lock(clock(Duration.ofMinutes(3)), new FirstFree(signs))
                .take(holder("ben"), Duration.ZERO, EnvironmentLockTest::gone, told::add);
        // As one that watched the same version writes it: too late.
        ssm().putParameter(r -> r.name(EnvironmentLock.name(OWNER))
                .overwrite(true)
                .value(holder("carl").text(Instant.now()) + "\ntakes: " + stale.version()));
        assertThat(lock().held().orElseThrow().by(holder("carl"))).isFalse();
        assertThatThrownBy(() -> lock().take(holder("carl"), Duration.ZERO, EnvironmentLockTest::gone, told::add))
                .isInstanceOf(LockHeld.class);
        signs.next();
        winner.orThrow();
        assertThat(lock().held().orElseThrow().holder().user()).isEqualTo("ben");
        winner.close();
    }

    /** The watching passes by itself; signs of life come when the test says so. */
    private static final class FirstFree implements Sleeper {
        private final Sleeper others;
        private boolean first = true;

        FirstFree(Sleeper others) {
            this.others = others;
        }

        @Override
        public void sleep(Duration duration) throws InterruptedException {
            if (first) {
                first = false;
            } else {
                others.sleep(duration);
            }
        }
    }

    @Test
    void whoseLockIsRemovedStopsAndLeavesTheNextOneAlone() {
        Signs signs = new Signs();
        Lease lease = take(lock(Clock.systemUTC(), signs), "anna");
        CountDownLatch stopped = new CountDownLatch(1);
        lease.whenLost(stopped::countDown);
        lock().remove();
        Lease next = take(lock(), "ben");
        signs.begun.acquireUninterruptibly();
        signs.allowed.release();
        assertThat(await(stopped)).isTrue();
        assertThatThrownBy(lease::orThrow).isInstanceOf(LockHeld.class);
        lease.close();
        assertThat(lock().held().orElseThrow().holder().user()).isEqualTo("ben");
        next.close();
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException interrupt) {
            throw new AssertionError(interrupt);
        }
    }

    @Test
    void whatSomebodyWroteByHandIsStillShown() {
        ssm().putParameter(
                        r -> r.name(EnvironmentLock.name(OWNER)).type("String").value("hands off"));
        assertThatThrownBy(() -> take(lock(), "ben"))
                .isInstanceOf(LockHeld.class)
                .hasMessageContaining("unknown@unknown");
    }
}
