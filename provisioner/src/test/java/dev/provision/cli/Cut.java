package dev.provision.cli;

import dev.provision.localcloud.wire.Fault;
import dev.provision.localcloud.wire.Faults;
import dev.provision.localcloud.wire.RequestLog;

/** Lets a mishap happen to the call with one number, counted over those that may change something, from 1. */
final class Cut implements Faults {
    private final Mishap mishap;
    private final int number;
    private int seen;
    private String hit = "";

    Cut(Mishap mishap, int number) {
        this.mishap = mishap;
        this.number = number;
    }

    @Override
    public synchronized Fault next(String service, String operation) {
        if (mishap == Mishap.KILL && seen >= number) {
            return new Fault.Refusal(Mishap.killed());
        }
        if (!RequestLog.mutating(operation)) {
            return new Fault.None();
        }
        seen++;
        if (seen != number) {
            return new Fault.None();
        }
        hit = service + ":" + operation;
        return mishap.fault(service, operation);
    }

    /** The call that was hit; an empty text if there were not so many. */
    synchronized String hit() {
        return hit;
    }

    /** How many calls there were that may change something. */
    synchronized int seen() {
        return seen;
    }
}
