package dev.provision.cli;

import dev.provision.config.Environment;
import dev.provision.graph.Event;
import dev.provision.graph.EventSink;
import dev.provision.graph.GraphRunner;
import dev.provision.graph.ServiceLimits;
import dev.provision.graph.StepGraph;
import dev.provision.report.Report;
import dev.provision.stack.Stack;

/** Sets the stack and the engine up for a command. */
final class Runners {
    private Runners() {}

    /** The stack of an environment that can be asked: there are credentials. */
    static Stack fresh(Environment environment, Surroundings surroundings, Report report) {
        Stack stack = Stack.of(
                environment,
                surroundings.home(),
                line -> report.accept(new Event.Note(surroundings.clock().instant(), line)));
        stack.requireCredentials();
        return stack;
    }

    static GraphRunner of(Stack stack, Surroundings surroundings, EventSink sink) {
        return of(stack.graph(), surroundings, sink);
    }

    static GraphRunner of(StepGraph graph, Surroundings surroundings, EventSink sink) {
        return new GraphRunner(graph, surroundings.clock(), surroundings.sleeper(), ServiceLimits.ofTen(), sink);
    }
}
