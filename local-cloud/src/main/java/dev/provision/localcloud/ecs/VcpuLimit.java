package dev.provision.localcloud.ecs;

/** How many vCPUs may run at once. Under the control-plane lock. */
final class VcpuLimit {
    /** AWS's words, for a service's event and for RunTask's failure alike. */
    static final String REACHED = "You've reached the limit on the number of vCPUs you can run concurrently";

    private static final int UNITS_PER_VCPU = 1024;
    private final EcsStore store;
    private final int vcpus;

    VcpuLimit(EcsStore store, int vcpus) {
        this.store = store;
        this.vcpus = vcpus;
    }

    /** Whether {@code count} tasks more of so many CPU units each still fit; what stops counts until it is gone. */
    boolean fits(String cpuUnits, int count) {
        return usedUnits() + (long) units(cpuUnits) * count <= (long) vcpus * UNITS_PER_VCPU;
    }

    /** How many vCPUs the account's tasks have. */
    double used() {
        return usedUnits() / (double) UNITS_PER_VCPU;
    }

    private long usedUnits() {
        return store.tasks().stream()
                .filter(task -> !task.is("STOPPED"))
                .mapToLong(task -> units(task.view().cpu()))
                .sum();
    }

    private static int units(String cpu) {
        return FargateSizes.cpuUnits(cpu).orElse(0);
    }
}
