package dev.provision.service.logging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
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
