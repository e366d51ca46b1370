package dev.provision.image;

import java.util.List;

/**
 * How the JVM in the image is set up.
 *
 * @param options command-line options, in order; the class path, the main class and the AOT cache are not among them
 */
public record JvmFlags(List<String> options) {
    public JvmFlags {
        options = List.copyOf(options);
    }

    /** For containers of a quarter to two vCPUs: low footprint, quick start, and an end with an error when memory is out. */
    public static JvmFlags containerDefaults() {
        return new JvmFlags(List.of(
                "-XX:+UseSerialGC",
                "-XX:MaxRAMPercentage=70",
                "-XX:+ExitOnOutOfMemoryError",
                // Saves a memory-mapped file in /tmp that nobody in a container reads.
                "-XX:-UsePerfData",
                // An AOT cache of JDK 25 holds adapters compiled for the CPU of the machine that made it, and is not
                // refused by a lesser CPU, which then dies of SIGILL
                // (https://github.com/adoptium/adoptium-support/issues/1507).
                "-XX:+UnlockDiagnosticVMOptions",
                "-XX:-AOTAdapterCaching"));
    }
}
