package dev.provision.graph;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** A provider that is a map: what exists, which calls were made, and how many of them at once. */
final class World {
    final Map<StepKey, String> live = new ConcurrentHashMap<>();
    final List<String> calls = Collections.synchronizedList(new ArrayList<>());
    final Map<String, AtomicInteger> underWay = new ConcurrentHashMap<>();
    final Map<String, AtomicInteger> atOnce = new ConcurrentHashMap<>();
    final Set<Thread> callers = ConcurrentHashMap.newKeySet();
    final Set<String> violations = ConcurrentHashMap.newKeySet();

    void enter(String service, String call) {
        calls.add(call);
        int now = underWay.computeIfAbsent(service, _ -> new AtomicInteger()).incrementAndGet();
        atOnce.computeIfAbsent(service, _ -> new AtomicInteger()).accumulateAndGet(now, Math::max);
        LockSupport.parkNanos(1); // gives way, so that calls overlap as they do on a real wire
    }

    void leave(String service) {
        underWay.get(service).decrementAndGet();
    }

    /** Comes back when so many other steps wait for their turn to make a call; a thread that has no step waits for a time only. */
    void awaitWaiting(int others) {
        while (callers.stream()
                        .filter(caller -> caller.isDaemon() && caller.getState() == Thread.State.WAITING)
                        .count()
                < others) {
            LockSupport.parkNanos(1);
        }
    }

    List<String> calls(String verb) {
        return calls.stream().filter(call -> call.startsWith(verb + " ")).toList();
    }
}
