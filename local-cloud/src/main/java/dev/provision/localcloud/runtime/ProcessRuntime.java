package dev.provision.localcloud.runtime;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Runs containers as processes of this machine, without privileges: no chroot, no namespaces, no cgroups. An image's paths
 * are those of the folder it is unpacked into, its C library is the host's. Memory and CPU limits are enforced from
 * outside: {@link ResourceWatch}, {@link CpuLimits}.
 */
public final class ProcessRuntime implements ContainerRuntime, AutoCloseable {
    private final ImageStore images;
    private final ResourceWatch watch = new ResourceWatch();
    private final CpuLimits cpuLimits;
    private final Set<ProcessContainer> running = ConcurrentHashMap.newKeySet();

    /**
     * @param dataFolder where images are unpacked; made when it is needed
     * @param cpuCredit CPU time that each container has beyond its limit while it starts, so that starting takes less long
     */
    public ProcessRuntime(Path dataFolder, Duration cpuCredit) {
        this.cpuLimits = new CpuLimits(cpuCredit);
        this.images = new ImageStore(dataFolder.resolve("images"));
    }

    @Override
    public Container start(Spec spec) {
        RootFolder root = images.unpack(spec.image());
        Launch launch = Launch.of(spec, root);
        Process process;
        try {
            process = launch.process().start();
        } catch (IOException e) {
            throw new ImageUnusable("cannot start " + launch.command().getFirst() + ": " + e.getMessage(), e);
        }
        ProcessContainer container = new ProcessContainer(process, spec, root, watch);
        running.add(container);
        var _ = container.exit().thenRun(() -> running.remove(container));
        watch.add(container);
        cpuLimits.add(container);
        return container;
    }

    /** Kills all containers. */
    @Override
    public void close() {
        running.forEach(ProcessContainer::kill);
        watch.close();
        cpuLimits.close();
    }
}
