package dev.provision.aws.iam;

import dev.provision.graph.Ref;
import dev.provision.graph.StepKey;
import java.util.Optional;
import java.util.Set;

/** Where a role comes from. */
public sealed interface RoleSource {
    /** The role's ARN, once it exists. */
    Optional<RoleArn> arn();

    /** The step that makes it, or looks at it. */
    Set<StepKey> needs();

    /**
     * A role that somebody else made and keeps.
     *
     * @param checked sees to it that it can be used
     */
    record Existing(RoleArn role, StepKey checked) implements RoleSource {
        @Override
        public Optional<RoleArn> arn() {
            return Optional.of(role);
        }

        @Override
        public Set<StepKey> needs() {
            return Set.of(checked);
        }
    }

    /** A role of this environment. */
    record Made(Ref<RoleStep.Live> role) implements RoleSource {
        @Override
        public Optional<RoleArn> arn() {
            return role.live().map(RoleStep.Live::arn);
        }

        @Override
        public Set<StepKey> needs() {
            return Set.of(role.key());
        }
    }

    /** {@link #arn}, for steps that run only after the role is ready. */
    default RoleArn require() {
        return arn().orElseThrow(() -> new IllegalStateException("the role is not live: " + needs()));
    }
}
