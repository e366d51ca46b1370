package dev.provision.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class StepGraphTest {
    private final World world = new World();

    private StepGraph graph(FakeStep... steps) {
        StepGraph.Builder builder = StepGraph.builder();
        for (FakeStep step : steps) {
            builder.add(step);
        }
        return builder.build();
    }

    @Test
    void namesTheCycle() {
        assertThatThrownBy(() -> graph(
                        FakeStep.of(world, "start", "a"),
                        FakeStep.of(world, "a", "b"),
                        FakeStep.of(world, "b", "c"),
                        FakeStep.of(world, "c", "a")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("cycle: thing/a needs thing/b needs thing/c needs thing/a");
    }

    @Test
    void refusesItselfAsNeed() {
        assertThatThrownBy(() -> graph(FakeStep.of(world, "a", "a"))).hasMessage("cycle: thing/a needs thing/a");
    }

    @Test
    void namesUnknownNeedsAndTakenKeys() {
        assertThatThrownBy(() -> graph(FakeStep.of(world, "a", "b")))
                .hasMessage("unknown needs: thing/a needs thing/b");
        assertThatThrownBy(() -> graph(FakeStep.of(world, "a"), FakeStep.of(world, "a")))
                .hasMessage("two steps with the key thing/a");
    }

    @Test
    void keepsTheOrderOfDefinitionAndKnowsItsActions() {
        StepGraph graph = graph(FakeStep.of(world, "z"), FakeStep.of(world, "a", "z"));
        assertThat(graph.keys()).containsExactly(FakeStep.key("z"), FakeStep.key("a"));
        assertThat(graph.needs(FakeStep.key("a"))).containsExactly(FakeStep.key("z"));
        assertThat(graph.actions()).containsExactlyInAnyOrder("svc:z", "svc:a");
    }
}
