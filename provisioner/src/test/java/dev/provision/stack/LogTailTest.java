package dev.provision.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.provision.aws.AwsConnection;
import dev.provision.aws.logs.LogReader;
import dev.provision.graph.ProvisionException.Interrupted;
import dev.provision.localcloud.LocalCloud;
import dev.provision.localcloud.Options;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.InputLogEvent;

/** Two logs as one, read and followed, with the events that CloudWatch Logs takes in late. */
@Timeout(60)
class LogTailTest {
    private final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    private static LocalCloud cloud;
    private final AwsConnection connection = AwsConnection.at(cloud.endpoint(), "eu-west-2", _ -> {});
    private final CloudWatchLogsClient client = connection.client(CloudWatchLogsClient.builder());
    private final List<String> shown = new ArrayList<>();
    private final LogTail tail = new LogTail(
            new LogReader(connection),
            List.of(new LogTail.LogSource("api", "lambda", "/l"), new LogTail.LogSource("web", "fargate", "/f")));

    @BeforeAll
    static void start() {
        cloud = LocalCloud.start(Options.forTests());
    }

    @AfterAll
    static void stop() {
        cloud.close();
    }

    @BeforeEach
    void groups() {
        for (String group : List.of("/l", "/f")) {
            client.createLogGroup(r -> r.logGroupName(group));
            client.createLogStream(r -> r.logGroupName(group).logStreamName("ecs/web/0123456789abcdef"));
        }
    }

    @AfterEach
    void clear() {
        cloud.reset();
    }

    private void put(String group, int secondsAgo, String message) {
        InputLogEvent event = InputLogEvent.builder()
                .timestamp(now.minusSeconds(secondsAgo).toEpochMilli())
                .message(message)
                .build();
        client.putLogEvents(r ->
                r.logGroupName(group).logStreamName("ecs/web/0123456789abcdef").logEvents(event));
    }

    private void show(LogLine line) {
        shown.add(line.container() + " " + line.message());
    }

    @Test
    void two_logs_are_one_in_the_order_of_time() {
        put("/f", 10, "2");
        put("/l", 30, "1");
        put("/l", 5, "3");
        put("/f", 1, "4");
        put("/f", 9_000, "too old");
        put("/f", -60, "not yet");
        tail.read(now.minusSeconds(60), now, "", this::show);
        assertThat(shown).containsExactly("api 1", "web 2", "api 3", "web 4");
        shown.clear();
        tail.read(now.minusSeconds(60), now, "?1 ?4", this::show);
        assertThat(shown).containsExactly("api 1", "web 4");
    }

    @Test
    void pages_are_read_to_the_last_one() {
        for (int batch = 0; batch < 3; batch++) {
            List<InputLogEvent> events = new ArrayList<>();
            for (int i = 0; i < 4_000; i++) {
                String message = "line " + (batch * 4_000 + i);
                events.add(InputLogEvent.builder()
                        .timestamp(now.toEpochMilli())
                        .message(message)
                        .build());
            }
            String stream = "s" + batch;
            client.createLogStream(r -> r.logGroupName("/l").logStreamName(stream));
            client.putLogEvents(r -> r.logGroupName("/l").logStreamName(stream).logEvents(events));
        }
        tail.read(now, now.plusSeconds(1), "", this::show);
        assertThat(shown).hasSize(12_000).doesNotHaveDuplicates();
    }

    @Test
    void following_has_no_gap_and_no_repetition_though_events_come_in_late() {
        put("/l", 40, "old");
        put("/f", 20, "new");
        Deque<Runnable> meanwhile = new ArrayDeque<>(List.of(
                () -> put("/l", 35, "late, and older than what was shown"),
                () -> {},
                () -> {
                    put("/f", 20, "late, at the same millisecond");
                    put("/l", -3_600, "with a time far ahead");
                },
                () -> put("/l", 15, "late, long before the one far ahead")));
        assertThatThrownBy(() -> tail.follow(
                        now.minusSeconds(60),
                        "",
                        Clock.fixed(now, ZoneOffset.UTC),
                        _ -> {
                            if (meanwhile.isEmpty()) {
                                throw new InterruptedException();
                            }
                            meanwhile.remove().run();
                        },
                        this::show))
                .isInstanceOf(Interrupted.class);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(shown)
                .containsExactly(
                        "api old",
                        "web new",
                        "api late, and older than what was shown",
                        "web late, at the same millisecond",
                        "api with a time far ahead",
                        "api late, long before the one far ahead");
    }

    @Test
    void what_is_kept_of_what_was_shown_is_bounded() {
        SeenEvents seen = new SeenEvents(now, Duration.ofMinutes(1), 100);
        for (int i = 0; i < 1_000; i++) {
            assertThat(seen.fresh("e" + i, now.plusMillis(i / 2))).isTrue();
        }
        assertThat(seen.kept()).isLessThanOrEqualTo(100);
        Instant start = seen.start(now.plusSeconds(10));
        assertThat(start).isAfter(now);
        for (int i = 0; i < 1_000; i++) {
            assertThat(seen.fresh("e" + i, now.plusMillis(i / 2))).isFalse();
        }
        seen.fresh("last", now.plusSeconds(200));
        assertThat(seen.start(now.plusSeconds(300))).isEqualTo(now.plusSeconds(140));
        assertThat(seen.kept()).isEqualTo(1);
    }
}
