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

    /**
     * For containers of a quarter to two vCPUs: low footprint, quick start, and an end with an error when memory is out.
     * Half of the memory is heap: with what the JVM needs beside it, a task of 512 MB stays below 70 % of its memory, at
     * which another task would be started, even when the heap is full.
     */
    public static JvmFlags containerDefaults() {
        return new JvmFlags(List.of(
                "-XX:+UseSerialGC",
                "-XX:MaxRAMPercentage=50",
                "-XX:MaxMetaspaceSize=96m",
                "-XX:MaxDirectMemorySize=32m",
                "-XX:ReservedCodeCacheSize=48m",
                "-Xss512k",
                // What the compilers freed stays with glibc, 35 MB of it after the first load. Given back every 2 s:
                // JDK-8293114.
                "-XX:TrimNativeHeapInterval=2000",
                // Compiling takes a fifth of a cold start on one CPU, most of it for methods that no second request
                // needs.
                "-XX:CompileThresholdScaling=3",
                // A single method can take C2 50 MB, a tenth of a small task's memory; such a one stays with C1. Its
                // parts
                // are compiled for themselves, so that nothing is lost. quiet: no line about it at every start.
                "-XX:CompileCommand=quiet",
                "-XX:CompileCommand=MemLimit,*.*,24M",
                "-XX:+ExitOnOutOfMemoryError",
                // Saves a memory-mapped file in /tmp that nobody in a container reads.
                "-XX:-UsePerfData",
                "-XX:+UnlockDiagnosticVMOptions",
                // An AOT cache of JDK 25 holds adapters compiled for the CPU of the machine that made it, and is not
                // refused by a lesser CPU, which then dies of SIGILL
                // (https://github.com/adoptium/adoptium-support/issues/1507).
                "-XX:-AOTAdapterCaching",
                // Maps the AOT cache where its pointers say. Anywhere else each of them has to be changed first, which
                // takes time and makes 20 MB of shared, clean memory private and dirty.
                "-XX:ArchiveRelocationMode=0"));
    }
}
