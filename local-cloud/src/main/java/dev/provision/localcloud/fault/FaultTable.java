package dev.provision.localcloud.fault;

import dev.provision.localcloud.wire.Fault;
import dev.provision.localcloud.wire.Faults;
import java.util.ArrayList;
import java.util.List;

/** The faults that are still to come; of several for one operation the earliest comes first. Thread-safe. */
public final class FaultTable implements Faults {
    private final List<Injection> injections = new ArrayList<>();
    private Faults decider = (service, operation) -> new Fault.None();

    /** Adds a fault. */
    public synchronized void inject(Injection injection) {
        injections.add(injection);
    }

    /** What is still to come, with what is left of the counts. */
    public synchronized List<Injection> pending() {
        return List.copyOf(injections);
    }

    /** Asks {@code newDecider} about every call before it looks into the table; replaces the decider before it. */
    public synchronized void decide(Faults newDecider) {
        decider = newDecider;
    }

    /** Forgets all. */
    public synchronized void clear() {
        injections.clear();
        decider = (service, operation) -> new Fault.None();
    }

    @Override
    public synchronized Fault next(String service, String operation) {
        Fault decided = decider.next(service, operation);
        if (!(decided instanceof Fault.None)) {
            return decided;
        }
        for (int i = 0; i < injections.size(); i++) {
            Injection injection = injections.get(i);
            if (injection.hits(service, operation)) {
                if (injection.count() == 1) {
                    injections.remove(i);
                } else {
                    injections.set(
                            i,
                            new Injection(
                                    injection.service(),
                                    injection.operation(),
                                    injection.count() - 1,
                                    injection.fault()));
                }
                return injection.fault();
            }
        }
        return new Fault.None();
    }
}
