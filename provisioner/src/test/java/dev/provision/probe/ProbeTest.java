package dev.provision.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Requests that are counted and timed, and log lines that say what became of them. */
@Timeout(30)
final class ProbeTest {
    private static final List<String> LINES = List.of(
            "START RequestId: 5f3 Version: 1",
            "2025/12/11 10:30:45 Completed GET /lambda/health in 2ms",
            "REPORT RequestId: 5f3\tDuration: 12.50 ms\tBilled Duration: 363 ms\tMemory Size: 512 MB\t"
                    + "Max Memory Used: 71 MB\tInit Duration: 350.00 ms\t",
            "REPORT RequestId: 6a1\tDuration: 1.50 ms\tBilled Duration: 2 ms\tMemory Size: 512 MB\tMax Memory Used: 71 MB\t",
            "REPORT RequestId: 7b2\tDuration: 2.50 ms\tBilled Duration: 3 ms\tMemory Size: 512 MB\tMax Memory Used: 71 MB\t");

    @Test
    void reports_of_a_function_tell_cold_starts_from_warm_requests() {
        Handled handled = Handled.of(LINES, true);
        assertThat(handled.count()).isEqualTo(3);
        assertThat(handled.init().millis()).containsExactly(350.0);
        assertThat(handled.cold().millis()).containsExactly(12.5);
        assertThat(handled.warm().millis()).containsExactly(1.5, 2.5);
    }

    @Test
    void a_task_has_the_lines_of_the_service_only() {
        Handled handled = Handled.of(LINES, false);
        assertThat(handled.warm().millis()).containsExactly(2.0);
        assertThat(handled.init().count()).isZero();
    }

    @Test
    void the_parts_add_up_to_what_the_client_sees() {
        Answers answers = new Answers(new Spread(List.of(4.0, 400.0, 6.0)), new TreeMap<>());
        List<Breakdown> kinds = Breakdown.of(answers, Handled.of(LINES, true), 1);
        assertThat(kinds).extracting(Breakdown::kind).containsExactly("cold", "warm");
        assertThat(kinds)
                .allSatisfy(kind -> assertThat(kind.balancer() + kind.coldStart() + kind.handler() + kind.queue())
                        .isCloseTo(kind.total().mean(), within(1e-9)));
        assertThat(kinds.getFirst().queue()).isCloseTo(400 - 1 - 350 - 12.5, within(1e-9));
        assertThat(kinds.getLast().queue()).isCloseTo(5 - 1 - 2, within(1e-9));
    }

    @Test
    void percentiles_are_of_the_ordered_times() {
        Spread spread = new Spread(
                IntStream.rangeClosed(1, 200).mapToObj(i -> 201.0 - i).toList());
        assertThat(spread.millis(0.5)).isEqualTo(100);
        assertThat(spread.millis(0.99)).isEqualTo(198);
        assertThat(spread.millis(1)).isEqualTo(200);
        assertThat(Spread.none().millis(0.5)).isZero();
        assertThat(Spread.none().mean()).isZero();
    }

    @Test
    void every_request_is_sent_once_and_what_fails_is_counted_by_reason() throws IOException {
        AtomicInteger asked = new AtomicInteger();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            server.setExecutor(threads);
            server.createContext("/", exchange -> {
                exchange.sendResponseHeaders(asked.incrementAndGet() % 10 == 0 ? 503 : 200, -1);
                exchange.close();
            });
            server.start();
            URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/health");
            Answers answers = new Visitors(3, Optional.empty()).ask(address, 40, 200);
            assertThat(asked).hasValue(40);
            assertThat(answers.good().count()).isEqualTo(36);
            assertThat(answers.failures()).containsOnlyKeys("status 503").containsValue(4);
            server.stop(0);
            Answers refused = new Visitors(2, Optional.empty()).ask(address, 5, 200);
            assertThat(refused.failed()).isEqualTo(5);
        }
    }
}
