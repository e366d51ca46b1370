package dev.provision.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class InventoryTest {
    private final AtomicInteger describes = new AtomicInteger();
    private final Inventory<Integer> inventory = new Inventory<>(() -> List.of(describes.incrementAndGet()));

    @Test
    void describesOnceUntilSomethingIsWritten() {
        assertThat(inventory.all()).containsExactly(1);
        assertThat(inventory.first(n -> n == 1)).contains(1);
        inventory.stale();
        assertThat(inventory.all()).containsExactly(2);
        assertThat(inventory.fresh()).containsExactly(3);
        assertThat(describes).hasValue(3);
    }

    @Test
    void beginsWithWhatWasSeenAndAsksAfterAWrite() {
        Inventory<Integer> seen = new Inventory<>(() -> List.of(-1), () -> List.of(describes.incrementAndGet()));
        assertThat(seen.all()).containsExactly(-1);
        assertThat(seen.all()).containsExactly(-1);
        seen.stale();
        assertThat(seen.all()).containsExactly(1);
        assertThat(seen.fresh()).containsExactly(2);
    }

    @Test
    void manyThreadsShareOneDescribe() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<Integer>>> answers = IntStream.range(0, 50)
                    .mapToObj(i -> threads.submit(inventory::all))
                    .toList();
            for (Future<List<Integer>> answer : answers) {
                assertThat(answer.get(10, TimeUnit.SECONDS)).containsExactly(1);
            }
        }
    }

    @Test
    void aWriteDuringADescribeMakesItsAnswerOld() throws Exception {
        CountDownLatch describing = new CountDownLatch(1);
        CountDownLatch written = new CountDownLatch(1);
        Inventory<Integer> slow = new Inventory<>(() -> {
            int number = describes.incrementAndGet();
            if (number == 1) {
                describing.countDown();
                await(written);
            }
            return List.of(number);
        });
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<List<Integer>> first = threads.submit(slow::all);
            await(describing);
            slow.stale();
            written.countDown();
            assertThat(first.get(10, TimeUnit.SECONDS)).containsExactly(1);
            assertThat(slow.all()).containsExactly(2);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupt);
        }
    }
}
