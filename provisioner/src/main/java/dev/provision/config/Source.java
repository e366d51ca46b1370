package dev.provision.config;

/** Where the image of a container is from. */
public sealed interface Source {
    /** As it is written in the configuration; different sources have different texts. */
    String text();

    /**
     * A Maven module that is built into it.
     *
     * @param text the module's folder, below the project
     */
    record Module(String text) implements Source {}

    /**
     * An image that somebody else has built, in a registry.
     *
     * @param text its reference, with a tag or a digest
     */
    record Image(String text) implements Source {}
}
