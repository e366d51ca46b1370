package dev.provision.cli;

import java.util.Set;

/**
 * Something that somebody else may do with a resource of the environment {@code demo-dev}.
 *
 * @param what the same for all resources of a kind
 * @param with the resource
 * @param steps of which a plan shows one, where it knows the resource at all; empty where it need not show anything
 */
record Meddling(String what, String with, Set<String> steps, Runnable work) {
    Meddling {
        steps = Set.copyOf(steps);
    }

    @Override
    public String toString() {
        return what + " (" + with + ")";
    }
}
