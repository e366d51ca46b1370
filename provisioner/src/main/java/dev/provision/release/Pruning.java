package dev.provision.release;

import java.util.List;

/** Forgets old releases, and what only they ran. */
record Pruning(ReleaseHistory history, Contests contests, List<RouteSite> sites) {
    /**
     * @param keep how many are remembered
     * @param states whose slots still hold releases, which are remembered in any case
     */
    void prune(int keep, RouteStates states) {
        List<Integer> held = states.routes().stream()
                .flatMap(route -> route.slots().stream())
                .flatMap(slot -> slot.mark().stream())
                .map(SlotMark::release)
                .toList();
        List<ReleaseRecord> old = history.prune(keep, held);
        if (old.isEmpty()) {
            return;
        }
        List<String> needed = history.all().stream()
                .flatMap(record -> record.routes().stream())
                .map(ReleaseRecord.Route::runs)
                .toList();
        old.stream()
                .flatMap(record -> record.routes().stream())
                .filter(route -> !needed.contains(route.runs()))
                .forEach(route -> sites.stream()
                        .filter(site -> site.container().equals(route.container()))
                        .forEach(site -> contests.forget(site, route)));
    }
}
