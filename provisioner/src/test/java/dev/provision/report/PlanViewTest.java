package dev.provision.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.graph.Change;
import dev.provision.graph.Operation;
import dev.provision.graph.Outcome;
import dev.provision.graph.Outcome.Action;
import dev.provision.graph.Outcome.Planned;
import dev.provision.graph.RunResult;
import dev.provision.graph.StepKey;
import dev.provision.graph.Timeline;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;

/** What a plan shows people and machines: what, from what to what, why it is replaced, and who is behind it. */
final class PlanViewTest {
    private static final Change SIZE = Change.inPlace("memory_size", "512", "640");
    private static final Change TIMEOUT = Change.inPlace("timeout", "5", "30");
    private static final Change STORAGE = Change.inPlace("ephemeral_storage", "1024", "2048");
    private static final Change VARIABLES = Change.inPlace("environment", "TOKEN", "TOKEN");
    private static final Change RANGE = Change.replace("cidr_block", "10.0.1.0/24", "10.0.3.0/24");
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream stream = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    private final Terminal terminal = new Terminal(stream, stream, false, 80, false, true);

    private static RunResult run(SequencedMap<String, Planned> steps) {
        SequencedMap<StepKey, Outcome> outcomes = new LinkedHashMap<>();
        steps.forEach((key, planned) -> outcomes.put(StepKey.parse(key).orElseThrow(), planned));
        return new RunResult(Operation.PLAN, outcomes, Timeline.empty(), Duration.ZERO, false);
    }

    private static PlanView everything() {
        SequencedMap<String, Planned> wanted = new LinkedHashMap<>();
        wanted.put("vpc/main", new Planned(Action.NONE, List.of()));
        wanted.put("subnet/a", new Planned(Action.REPLACE, List.of(RANGE)));
        wanted.put(
                "function/api",
                new Planned(
                        Action.CHANGE,
                        List.of(SIZE, TIMEOUT, STORAGE, VARIABLES),
                        List.of(TIMEOUT),
                        List.of(STORAGE),
                        false));
        wanted.put("route-answers/api", new Planned(Action.CHECK, List.of()));
        wanted.put("dashboard/main", new Planned(Action.CREATE, List.of()));
        wanted.put("health-alarm/latency", new Planned(Action.CREATE, List.of(), List.of(), List.of(), true));
        SequencedMap<String, Planned> surplus = new LinkedHashMap<>();
        surplus.put("service/web-blue", new Planned(Action.DELETE, List.of()));
        return PlanView.of("demo-dev", run(wanted), Optional.of(run(surplus)));
    }

    private String told(Report report, PlanView plan) {
        try (report) {
            report.plan(plan);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void asLines() {
        assertThat(told(new PlainReport(terminal), everything()).lines())
                .containsExactly(
                        "plan for demo-dev: 2 to create, 1 to change, 1 to replace, 1 to delete, 1 unchanged;"
                                + " somebody else changed 2 since the last up",
                        "! subnet/a  is replaced",
                        "      cidr_block 10.0.1.0/24 -> 10.0.3.0/24 (replaces the resource)",
                        "~ function/api",
                        "      memory_size 512 -> 640",
                        "      timeout 5 -> 30  (somebody else changed it)",
                        "      ephemeral_storage 1024 -> 2048  (somebody else changed it, and so did the configuration)",
                        "      environment other values of TOKEN",
                        "+ dashboard/main",
                        "+ health-alarm/latency  (somebody else deleted it)",
                        "- service/web-blue");
    }

    @Test
    void asJson() {
        assertThat(told(new JsonReport(terminal), everything()).strip()).isEqualTo("""
                {"event":"plan","prefix":"demo-dev","changed":true,"drifted":true,"unchanged":1,"steps":[
                {"step":"subnet/a","action":"replace","drifted":false,"changes":[
                {"field":"cidr_block","old":"10.0.1.0/24","new":"10.0.3.0/24","effect":"replace","by":"configuration"}]},
                {"step":"function/api","action":"change","drifted":true,"changes":[
                {"field":"memory_size","old":"512","new":"640","effect":"in-place","by":"configuration"},
                {"field":"timeout","old":"5","new":"30","effect":"in-place","by":"somebody else"},
                {"field":"ephemeral_storage","old":"1024","new":"2048","effect":"in-place","by":"both"},
                {"field":"environment","old":"TOKEN","new":"TOKEN","effect":"in-place","by":"configuration"}]},
                {"step":"dashboard/main","action":"create","drifted":false,"changes":[]},
                {"step":"health-alarm/latency","action":"create","drifted":true,"changes":[]},
                {"step":"service/web-blue","action":"delete","drifted":false,"changes":[]}]}
                """.replace("\n", ""));
    }

    @Test
    void whereNothingIsToDo() {
        SequencedMap<String, Planned> wanted = new LinkedHashMap<>();
        wanted.put("vpc/main", new Planned(Action.NONE, List.of()));
        wanted.put("route-answers/api", new Planned(Action.CHECK, List.of()));
        PlanView plan = PlanView.of("demo-dev", run(wanted), Optional.empty());
        assertThat(plan.changed()).isFalse();
        assertThat(told(new PlainReport(terminal), plan).strip())
                .isEqualTo("no changes: all 1 resources of demo-dev are as wanted");
    }
}
