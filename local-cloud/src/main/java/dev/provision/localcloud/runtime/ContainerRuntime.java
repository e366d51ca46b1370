package dev.provision.localcloud.runtime;

import java.net.InetAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Starts containers. Blocks while an image is unpacked for the first time; never called under the control-plane lock. */
public interface ContainerRuntime {
    /** @throws ImageUnusable if the image cannot be unpacked or its entry point cannot be started */
    Container start(Spec spec);

    /**
     * @param name for people, in process titles and messages
     * @param image what to run
     * @param architecture of the processor that it shall run on, as images name it: {@code amd64} or {@code arm64}
     * @param entryPoint replaces the image's entry point (and drops its command) where not empty
     * @param command replaces the image's command where not empty
     * @param workingDirectory replaces the image's where not empty
     * @param environment added to the image's; wins over it
     * @param address the loopback address it should listen on; passed to it as {@code SERVER_HOST}
     * @param memoryMib beyond which it is killed as out of memory
     * @param cpuUnits 1024 to a vCPU
     * @param output gets each line that it prints, without the line end, on a thread of the runtime; must not throw
     */
    record Spec(
            String name,
            Image image,
            String architecture,
            List<String> entryPoint,
            List<String> command,
            String workingDirectory,
            Map<String, String> environment,
            InetAddress address,
            int memoryMib,
            int cpuUnits,
            Consumer<String> output) {
        public Spec {
            entryPoint = List.copyOf(entryPoint);
            command = List.copyOf(command);
            environment = Map.copyOf(environment);
        }

        /** The same, but with another program, which has some more variables. */
        Spec running(List<String> program, Map<String, String> more) {
            Map<String, String> all = new HashMap<>(more);
            all.putAll(environment);
            return new Spec(
                    name,
                    image,
                    architecture,
                    program,
                    List.of(),
                    workingDirectory,
                    all,
                    address,
                    memoryMib,
                    cpuUnits,
                    output);
        }
    }

    /** A running (or ended) container. */
    interface Container {
        long pid();

        /** Completes when the process has ended. */
        CompletableFuture<Exit> exit();

        /** Sends SIGTERM, and SIGKILL once {@code grace} has passed; returns at once. */
        void stop(Duration grace);

        void kill();

        /** What it uses now. */
        Usage usage();

        /**
         * Starts another program in it, on a terminal, where the container's own runs: in its root and working directory,
         * with its environment. It ends with the container, and its memory counts as the container's.
         *
         * @param command program and arguments
         * @param output gets what it writes to the terminal, on a thread of the runtime; must not throw
         * @throws ImageUnusable if there is no such program in the image
         */
        Program exec(List<String> command, Consumer<byte[]> output);
    }

    /** A running (or ended) program on a terminal. */
    interface Program {
        /** Types on its terminal; returns at once. */
        void write(byte[] bytes);

        /** Changes the size of its terminal. */
        void resize(int columns, int rows);

        /** Takes its terminal away, and kills it. */
        void hangUp();

        /** Completes when it has ended and all that it wrote was handed over. */
        CompletableFuture<Void> ended();
    }

    /**
     * @param code exit code; 137 when it was killed
     * @param outOfMemory whether the runtime killed it for its memory limit
     */
    record Exit(int code, boolean outOfMemory) {}

    /**
     * @param residentBytes resident memory
     * @param unreclaimableBytes the part of it that counts against the limit, which is not backed by files
     * @param cpu CPU time used since it started
     */
    record Usage(long residentBytes, long unreclaimableBytes, Duration cpu) {}

    /** The image cannot be run. */
    final class ImageUnusable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public ImageUnusable(String message) {
            super(message);
        }

        public ImageUnusable(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
