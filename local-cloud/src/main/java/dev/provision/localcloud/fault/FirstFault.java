package dev.provision.localcloud.fault;

import dev.provision.localcloud.wire.Fault;
import dev.provision.localcloud.wire.Faults;
import java.util.List;

/**
 * Several reasons for which calls go wrong: the first one that has something to say wins.
 *
 * @param sources in order
 */
public record FirstFault(List<Faults> sources) implements Faults {
    public FirstFault {
        sources = List.copyOf(sources);
    }

    @Override
    public Fault next(String service, String operation) {
        for (Faults source : sources) {
            Fault fault = source.next(service, operation);
            if (!(fault instanceof Fault.None)) {
                return fault;
            }
        }
        return new Fault.None();
    }
}
