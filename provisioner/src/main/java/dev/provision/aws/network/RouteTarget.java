package dev.provision.aws.network;

import dev.provision.graph.Ref;
import dev.provision.graph.StepKey;
import java.util.Optional;

/** Where a route leads. */
public sealed interface RouteTarget {
    /** The key of the step that makes the target. */
    StepKey key();

    /** The target's id, once it exists. */
    Optional<String> id();

    /** To the internet and back. */
    record Internet(Ref<InternetGatewayStep.Live> gateway) implements RouteTarget {
        @Override
        public StepKey key() {
            return gateway.key();
        }

        @Override
        public Optional<String> id() {
            return gateway.live().map(live -> live.id().value());
        }
    }

    /** Out to the internet, and only answers back. */
    record Nat(Ref<NatGatewayStep.Live> gateway) implements RouteTarget {
        @Override
        public StepKey key() {
            return gateway.key();
        }

        @Override
        public Optional<String> id() {
            return gateway.live().map(live -> live.id().value());
        }
    }
}
