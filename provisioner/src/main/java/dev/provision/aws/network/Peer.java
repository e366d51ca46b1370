package dev.provision.aws.network;

import dev.provision.graph.Ref;
import dev.provision.graph.StepKey;
import java.util.Optional;

/** The other side of a security-group rule. */
public sealed interface Peer {
    /** The peer as EC2 identifies it: a CIDR range, or a group's id once the group exists. */
    Optional<String> id();

    /** The step that makes the peer, where one does. */
    Optional<StepKey> key();

    /** @param range for example {@code 0.0.0.0/0} */
    record Cidr(String range) implements Peer {
        @Override
        public Optional<String> id() {
            return Optional.of(range);
        }

        @Override
        public Optional<StepKey> key() {
            return Optional.empty();
        }
    }

    /** Whatever is in another security group of the same VPC. */
    record Group(Ref<SecurityGroupStep.Live> group) implements Peer {
        @Override
        public Optional<String> id() {
            return group.live().map(live -> live.id().value());
        }

        @Override
        public Optional<StepKey> key() {
            return Optional.of(group.key());
        }
    }
}
