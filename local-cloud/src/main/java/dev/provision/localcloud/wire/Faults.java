package dev.provision.localcloud.wire;

/** Decides what goes wrong; asked once for every call, before it is served. Thread-safe. */
@FunctionalInterface
public interface Faults {
    /**
     * The fault for the next call of an operation.
     *
     * @param service signing name
     * @param operation for example {@code CreateVpc}
     */
    Fault next(String service, String operation);
}
