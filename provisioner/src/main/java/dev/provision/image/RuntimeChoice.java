package dev.provision.image;

import dev.provision.config.ImageSettings;
import java.util.Optional;

/** Which Java runtime an image gets. */
sealed interface RuntimeChoice {
    /** A JRE image that has Java outside of any symbolic link, which Lambda demands of an entry point. */
    String JRE_IMAGE = "docker.io/library/eclipse-temurin:25-jre";

    /** The base image; empty: none. */
    Optional<String> base();

    /** The absolute path of {@code java} in the image. */
    String java();

    /** A runtime that jlink makes of this machine's JDK, on a base that has a C library, or none. */
    record Linked(Optional<String> base) implements RuntimeChoice {
        @Override
        public String java() {
            return Layers.FOLDER + "/runtime/bin/java";
        }
    }

    /**
     * The runtime of a JRE image, and no AOT cache, because this machine's JDK cannot run there.
     *
     * @param reason why, for people
     */
    record JreImage(String reason) implements RuntimeChoice {
        @Override
        public Optional<String> base() {
            return Optional.of(JRE_IMAGE);
        }

        @Override
        public String java() {
            return "/opt/java/openjdk/bin/java";
        }
    }

    /** Decides for a machine; without a base image the image is for this very machine, whatever its system. */
    static RuntimeChoice of(Host host, ImageSettings settings) {
        if (!host.architecture().equals(Optional.of(settings.architecture()))) {
            return new JreImage("the image is for " + settings.architecture() + ", which this machine is not");
        }
        if (!host.hasJlink()) {
            return new JreImage("the Java that runs provision has no jlink");
        }
        if (settings.base().isEmpty()) {
            return new Linked(Optional.empty());
        }
        if (!host.linux()) {
            return new JreImage("this machine does not run Linux");
        }
        if (host.musl()) {
            return new JreImage("this machine's JDK is built for musl");
        }
        return new Linked(settings.base());
    }
}
