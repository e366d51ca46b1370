package dev.provision.service.logging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.service.logging.LogEvent.RequestCompleted;
import dev.provision.service.logging.LogEvent.RequestStarted;
import dev.provision.service.logging.LogEvent.Trace;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LineLogTest {
    @Test
    void writesWholeLinesAndAllOfThemFromManyThreads() {
        int threads = 8;
        int linesEach = 2_000;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        LineLog log = new LineLog(out, LineFormat.TEXT, Clock.systemUTC());
        try (ExecutorService writers = Executors.newFixedThreadPool(threads)) {
            for (int thread = 0; thread < threads; thread++) {
                int id = thread;
                var unused = writers.submit(() -> {
                    for (int line = 0; line < linesEach; line++) {
                        log.info("thread " + id + " line " + line + " " + "x".repeat(line % 50) + " end");
                    }
                });
            }
        }
        log.flush();
        List<String> lines = out.toString(StandardCharsets.UTF_8).lines().toList();
        assertThat(lines).hasSize(threads * linesEach);
        assertThat(lines).allMatch(line -> line.matches("[0-9/]{10} [0-9:]{8} thread [0-7] line [0-9]+ x* end"));
        for (int thread = 0; thread < threads; thread++) {
            String mine = "thread " + thread + " line ";
            List<Integer> order = new ArrayList<>();
            lines.stream()
                    .filter(line -> line.contains(mine))
                    .forEach(line ->
                            order.add(Integer.parseInt(line.split(mine, 2)[1].split(" ", 2)[0])));
            assertThat(order).isSorted();
        }
    }

    @Test
    void aLineDoesNotWaitForAnotherThreadsWrite() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        CountDownLatch writing = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        OutputStream blocked = new FilterOutputStream(out) {
            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                writing.countDown();
                try {
                    goOn.await();
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
                out.write(bytes, offset, length);
            }
        };
        LineLog log = new LineLog(blocked, LineFormat.TEXT, Clock.systemUTC());
        Thread first = Thread.ofVirtual().start(() -> log.info("first"));
        writing.await();
        log.info("second");
        log.info("third");
        assertThat(out.size()).isZero();
        goOn.countDown();
        first.join();
        assertThat(out.toString(StandardCharsets.UTF_8).lines().map(line -> line.substring(20)))
                .containsExactly("first", "second", "third");
    }

    @Test
    void theLinesOfARequestWaitForOthersAndAreOutInTheirOrderBeforeAnyOther() {
        Writes out = new Writes();
        LineLog log = new LineLog(out, LineFormat.TEXT, Clock.systemUTC());
        Trace trace = new Trace(Optional.empty(), Optional.empty());
        List<String> expected = new ArrayList<>();
        for (int request = 1; request <= 100; request++) {
            log.write(new RequestStarted("GET", "/" + request, trace));
            log.write(new RequestCompleted("GET", "/" + request, 200, 0, trace));
            expected.addAll(List.of("Started GET /" + request, "Completed GET /" + request + " in 0ms"));
        }
        log.info("other");
        expected.add("other");
        assertThat(out.lines()).isEqualTo(expected);
        // one, or a few where the machine was so slow that lines had waited long enough in between
        assertThat(out.writes.get()).isBetween(1, 50);
    }

    @Test
    void aRequestsLineIsOutAfterAMomentByItself() throws Exception {
        Writes out = new Writes();
        LineLog log = new LineLog(out, LineFormat.TEXT, Clock.systemUTC());
        for (int request = 1; request <= 3; request++) {
            log.write(new RequestStarted("GET", "/" + request, new Trace(Optional.empty(), Optional.empty())));
            assertThat(out.written.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
            assertThat(out.lines()).hasSize(request).endsWith("Started GET /" + request);
        }
    }

    /** Counts the writes. */
    private static final class Writes extends ByteArrayOutputStream {
        private final Semaphore written = new Semaphore(0);
        private final AtomicInteger writes = new AtomicInteger();

        @Override
        public synchronized void write(byte[] bytes, int offset, int length) {
            super.write(bytes, offset, length);
            writes.incrementAndGet();
            written.release();
        }

        List<String> lines() {
            return toString(StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.substring(20))
                    .toList();
        }
    }

    @Test
    void goesOnWhenNobodyReadsAnyMore() {
        OutputStream broken = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("closed");
            }
        };
        LineLog log = new LineLog(broken, LineFormat.TEXT, Clock.systemUTC());
        log.info("one");
        log.info("two");
        log.flush();
    }
}
