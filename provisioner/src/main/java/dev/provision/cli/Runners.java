package dev.provision.cli;

import dev.provision.graph.GraphRunner;
import dev.provision.graph.ServiceLimits;
import dev.provision.report.Report;
import dev.provision.stack.Stack;

/** Sets the engine up for a command. */
final class Runners {
    private Runners() {}

    static GraphRunner of(Stack stack, Surroundings surroundings, Report report) {
        return new GraphRunner(
                stack.graph(), surroundings.clock(), surroundings.sleeper(), ServiceLimits.ofTen(), report);
    }
}
