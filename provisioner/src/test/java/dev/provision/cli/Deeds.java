package dev.provision.cli;

import dev.provision.aws.Changes;
import dev.provision.graph.Outcome;
import dev.provision.report.Form;
import dev.provision.report.PlanView;
import dev.provision.report.Report;
import dev.provision.report.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;

/** What an {@code up} does, as its JSON lines tell scripts, to be compared with what the plan said. */
final class Deeds {
    private static final String NOTHING = "nothing";

    private static final Map<Outcome.Action, String> DONE = Map.of(
            Outcome.Action.CREATE, "created",
            Outcome.Action.CHANGE, "changed",
            Outcome.Action.REPLACE, "replaced",
            Outcome.Action.DELETE, "deleted");

    private final ByteArrayOutputStream told = new ByteArrayOutputStream();

    /** For one command. */
    Report report() {
        PrintStream out = new PrintStream(told, true, StandardCharsets.UTF_8);
        return Report.of(Form.JSON, new Terminal(out, out, false, 80, false, true), Clock.systemUTC());
    }

    /** By step, what was done. */
    private SortedMap<String, String> done() {
        SortedMap<String, String> done = new TreeMap<>();
        told.toString(StandardCharsets.UTF_8)
                .lines()
                .map(JsonNode.parser()::parse)
                .forEach(line -> {
                    String step = text(line, "step");
                    switch (text(line, "event")) {
                        case "ready" -> {
                            if (DONE.containsValue(text(line, "how"))) {
                                done.put(step, text(line, "how"));
                            }
                        }
                        // What was replaced goes at the end.
                        case "deleted" -> done.putIfAbsent(step, "deleted");
                        default -> {}
                    }
                });
        return done;
    }

    private static String text(JsonNode line, String field) {
        return line.field(field).map(JsonNode::text).orElse("");
    }

    /** Each step with which something else was done than planned. */
    List<String> otherThan(PlanView plan) {
        SortedMap<String, String> planned = new TreeMap<>();
        plan.planned().forEach((key, step) -> {
            if (DONE.containsKey(step.action())) {
                planned.put(key.toString(), DONE.get(step.action()));
            }
        });
        SortedMap<String, String> done = done();
        Set<String> steps = new TreeSet<>(planned.keySet());
        steps.addAll(done.keySet());
        Set<String> open = new TreeSet<>();
        plan.planned().forEach((key, step) -> {
            if (!step.changes().isEmpty()
                    && step.changes().stream()
                            .allMatch(change -> change.newValue().equals(Changes.UNKNOWN))) {
                open.add(key.toString());
            }
        });
        return steps.stream()
                // What follows from something that is still to be made may turn out to be what there is.
                .filter(step -> !open.contains(step))
                .map(step -> new Step(step, planned.getOrDefault(step, NOTHING), done.getOrDefault(step, NOTHING)))
                .filter(Step::surprising)
                .map(Step::words)
                .toList();
    }

    private record Step(String key, String planned, String done) {
        boolean surprising() {
            // A subnet goes when no version that is kept is in it any more.
            boolean later =
                    key.startsWith("subnet/") && Set.of(NOTHING, "deleted").containsAll(List.of(planned, done));
            // What proves a domain is told with the certificate, and is there where an earlier one had that domain.
            boolean proved = key.startsWith("dns-record/proof-") && done.equals(NOTHING);
            // A subnet that was given up, and stayed for a version, comes back with its route table.
            boolean back =
                    key.startsWith("route-table-association/") && planned.equals("created") && done.equals(NOTHING);
            return !planned.equals(done) && !later && !proved && !back;
        }

        String words() {
            return key + " was to be " + planned + ", and was " + done;
        }
    }
}
