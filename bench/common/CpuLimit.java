import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A limit of CPU time as containers have it, by a control group; all CPUs where none can be made. */
record CpuLimit(String name, List<Path> group, boolean pinned) implements AutoCloseable {
    private static final Path ROOT = Path.of("/sys/fs/cgroup");

    static CpuLimit of(double cpus) throws IOException {
        boolean unified = Files.exists(ROOT.resolve("cgroup.controllers"));
        Path group = (unified ? ROOT : ROOT.resolve("cpu")).resolve("provision-bench-" + ProcessHandle.current().pid());
        String name = String.format(Locale.ROOT, "%.2f vCPU", cpus);
        long quota = Math.round(100_000 * cpus);
        try {
            Files.createDirectory(group);
            if (unified) {
                Files.writeString(group.resolve("cpu.max"), quota + " 100000");
            } else {
                Files.writeString(group.resolve("cpu.cfs_quota_us"), Long.toString(quota));
            }
            return new CpuLimit(name, List.of(group), false);
        } catch (IOException notAllowed) {
            if (cpus == 1) {
                return new CpuLimit("1 CPU (taskset)", List.of(), true);
            }
            throw new IOException("A limit of " + cpus + " vCPU needs a control group that may be written: run as root", notAllowed);
        }
    }

    List<String> wrap(List<String> command) {
        List<String> wrapped = new ArrayList<>();
        if (pinned) {
            wrapped.addAll(List.of("taskset", "-c", "0"));
        }
        for (Path path : group) {
            wrapped.addAll(List.of("/bin/sh", "-c", "echo $$ > " + path.resolve("cgroup.procs") + " && exec \"$@\"", "sh"));
        }
        wrapped.addAll(command);
        return wrapped;
    }

    /** Puts a process that runs already under the limit. */
    void hold(long pid) throws IOException {
        for (Path path : group) {
            Files.writeString(path.resolve("cgroup.procs"), Long.toString(pid));
        }
    }

    /** Its processes must have ended. */
    @Override
    public void close() throws IOException {
        for (Path path : group) {
            Files.delete(path);
        }
    }
}
