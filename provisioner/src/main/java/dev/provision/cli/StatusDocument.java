package dev.provision.cli;

import dev.provision.cost.Money;
import dev.provision.graph.Change;
import dev.provision.release.ReleaseRecord;
import dev.provision.report.Fields;
import dev.provision.stack.AlarmStatus;
import dev.provision.stack.Chart;
import dev.provision.stack.Endpoint;
import dev.provision.stack.RouteStatus;
import dev.provision.stack.SlotWork;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The status of an environment for machines. */
record StatusDocument(StatusView view) {
    Map<String, Object> document() {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("environment", view.environment().env());
        document.put("exists", true);
        document.put("healthy", view.healthy());
        document.put("at", view.at().toString());
        document.put(
                "endpoints",
                view.status().endpoints().stream().map(Endpoint::url).toList());
        document.put(
                "routes",
                view.status().routes().stream().map(StatusDocument::route).toList());
        document.put(
                "charts",
                view.status().charts().stream().map(StatusDocument::chart).toList());
        document.put(
                "alarms",
                view.status().alarms().stream().map(StatusDocument::alarm).toList());
        view.mail()
                .ifPresent(mail ->
                        document.put("alarmMail", Fields.of("address", mail.address(), "confirmed", mail.confirmed())));
        Map<String, Object> drift = new LinkedHashMap<>();
        view.drift()
                .forEach((key, changes) -> drift.put(
                        key.toString(), changes.stream().map(Change::field).toList()));
        document.put("drift", drift);
        document.put("driftCount", drift.size());
        view.idle()
                .ifPresent(idle -> document.put(
                        "cost",
                        Fields.of(
                                "currency",
                                "USD",
                                "idleMonthly",
                                Money.cents(idle.total()).doubleValue())));
        document.put(
                "troubles",
                view.troubles().entrySet().stream()
                        .map(entry -> entry.getKey() + ": " + entry.getValue())
                        .toList());
        view.status().release().ifPresent(release -> document.put("release", release(release)));
        view.status().lock().ifPresent(held -> document.put("lockedBy", held.words(view.at())));
        document.put("unread", view.status().unread());
        return document;
    }

    private static Map<String, Object> release(ReleaseRecord release) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("number", release.number());
        document.put("at", release.at().toString());
        document.put("by", release.by());
        document.put("commit", release.commit());
        document.put("outcome", release.outcome().name());
        document.put("reason", release.reason());
        return document;
    }

    private static Map<String, Object> route(RouteStatus route) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("name", route.name());
        document.put("path", route.path());
        document.put("compute", route.compute());
        document.put("slot", route.slot());
        document.put("weight", route.weight());
        document.put("healthy", route.healthy());
        document.put("healthyTargets", route.healthyTargets());
        document.put("totalTargets", route.totalTargets());
        document.putAll(work(route.work()));
        document.put("reasons", route.reasons());
        document.put("imageDigest", route.imageDigest());
        document.put("version", route.version());
        return document;
    }

    private static Map<String, Object> work(SlotWork work) {
        Map<String, Object> document = new LinkedHashMap<>();
        switch (work) {
            case SlotWork.Nothing _ -> document.put("state", "nothing");
            case SlotWork.Function function -> {
                document.put("state", function.state());
                document.put("provisionedWanted", function.warmWanted());
                document.put("provisionedReady", function.warm());
            }
            case SlotWork.Tasks tasks -> {
                document.put("state", tasks.running() >= tasks.desired() ? "Running" : "Starting");
                document.put("desiredTasks", tasks.desired());
                document.put("runningTasks", tasks.running());
                document.put(
                        "events",
                        tasks.events().stream()
                                .map(event -> Fields.of("at", event.at().toString(), "message", event.message()))
                                .toList());
            }
        }
        return document;
    }

    private static Map<String, Object> chart(Chart chart) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("route", chart.route());
        document.put("metric", chart.title());
        document.put("unit", chart.unit());
        document.put("lines", chart.lines().stream().map(StatusDocument::line).toList());
        return document;
    }

    private static Map<String, Object> line(Chart.Line line) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("label", line.label());
        line.latest().ifPresent(value -> document.put("latest", value));
        document.put(
                "values",
                line.values().entrySet().stream()
                        .map(entry -> List.of(entry.getKey().getEpochSecond(), entry.getValue()))
                        .toList());
        return document;
    }

    private static Map<String, Object> alarm(AlarmStatus alarm) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("name", alarm.name());
        document.put("state", alarm.state());
        document.put("scaling", alarm.scaling());
        document.put("reason", alarm.reason());
        return document;
    }
}
