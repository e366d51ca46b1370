package dev.provision.graph;

import static dev.provision.graph.FakeStep.key;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class TimelineTest {
    private final World world = new World();
    private final VirtualTime time = new VirtualTime();

    private RunResult up(FakeStep... steps) {
        StepGraph.Builder builder = StepGraph.builder();
        List.of(steps).forEach(builder::add);
        return new GraphRunner(builder.build(), time, time, ServiceLimits.ofTen(), EventSink.none())
                .up()
                .orThrow();
    }

    private static Readiness[] polls(int count) {
        Readiness[] answers = new Readiness[count + 1];
        Arrays.fill(answers, Readiness.pending("on its way"));
        answers[count] = Readiness.ready();
        return answers;
    }

    @Test
    void pathIsTheChainThatEndedLast() {
        Timeline timeline = up(
                        FakeStep.of(world, "a"),
                        FakeStep.of(world, "slow", "a").probing(polls(4)),
                        FakeStep.of(world, "end", "a", "slow").probing(polls(1)))
                .timeline();
        assertThat(timeline.criticalPath())
                .extracting(Timeline.Turn::key)
                .containsExactly(key("a"), key("slow"), key("end"));
    }

    @Test
    void waitsAreCountedFromTheFirstAnswerThatSomethingIsPending() {
        RunResult result = up(
                FakeStep.of(world, "a")
                        .onCreate(() -> time.sleep(Duration.ofSeconds(7)))
                        .probing(polls(2)),
                FakeStep.of(world, "b", "a").probing(polls(1)));
        // Polls come after 0.5 and then 0.75 s; the seven seconds of the call are no wait.
        assertThat(result.timeline().longestWaits()).isEqualTo(Duration.ofMillis(500 + 600 + 500));
        assertThat(result.took()).isEqualTo(Duration.ofMillis(7000 + 500 + 600 + 500));
    }

    @Test
    void longestChainOfWaitsIsTheHeaviestWayThroughTheNeeds() {
        Timeline timeline = new Timeline(List.of(
                List.of(turn("a", 0, 10, 1), turn("b", 0, 4, 4), turn("c", 10, 5, 5, "a", "b")),
                List.of(turn("d", 15, 2, 2))));
        assertThat(timeline.longestWaits()).isEqualTo(Duration.ofSeconds(4 + 5 + 2));
        assertThat(timeline.criticalPath())
                .extracting(Timeline.Turn::key)
                .containsExactly(key("a"), key("c"), key("d"));
    }

    private static Timeline.Turn turn(String name, int start, int took, int waited, String... needs) {
        return new Timeline.Turn(
                key(name),
                Arrays.stream(needs).map(FakeStep::key).collect(Collectors.toSet()),
                Duration.ofSeconds(start),
                Duration.ofSeconds(took),
                Duration.ofSeconds(waited));
    }
}
