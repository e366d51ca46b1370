package dev.provision.image;

import dev.provision.config.ImageSettings.Architecture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * The machine that builds, as far as an image depends on it.
 *
 * @param linux whether its programs run in a Linux container
 * @param architecture its CPU's; empty if the clouds have none like it
 * @param javaHome the JDK
 * @param release the text of the JDK's {@code release} file: version, vendor, C library
 */
record Host(boolean linux, Optional<Architecture> architecture, Path javaHome, String release) {
    /** The machine and the JDK that run this. */
    static Host current() {
        Path javaHome = Path.of(System.getProperty("java.home"));
        try {
            return new Host(
                    System.getProperty("os.name").equals("Linux"),
                    architecture(System.getProperty("os.arch")),
                    javaHome,
                    Files.readString(javaHome.resolve("release")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Optional<Architecture> architecture(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "amd64", "x86_64" -> Optional.of(Architecture.X86_64);
            case "aarch64", "arm64" -> Optional.of(Architecture.ARM64);
            default -> Optional.empty();
        };
    }

    /** Whether the JDK is linked against musl, which the usual base images do not have. */
    boolean musl() {
        return release.contains("LIBC=\"musl\"");
    }

    boolean hasJlink() {
        return Files.isExecutable(tool("jlink")) && Files.isExecutable(tool("jdeps"));
    }

    Path tool(String name) {
        return javaHome.resolve("bin").resolve(name);
    }
}
