package dev.provision.stack;

import dev.provision.aws.AwsConnection;
import dev.provision.aws.Owner;
import dev.provision.aws.elb.BalancerLook;
import dev.provision.aws.network.SecurityGroupRuleArns;
import dev.provision.aws.ssm.EnvironmentParameters;
import dev.provision.aws.tagging.TaggedResources;
import java.util.List;
import java.util.Optional;

/**
 * What several parts of a command want to know of an environment, and is asked for once.
 *
 * @param look at the load balancer, if there was one
 * @param tagged what carries the environment's tags
 * @param parameters what is kept in Parameter Store
 */
record SharedReads(Optional<BalancerLook> look, TaggedResources tagged, EnvironmentParameters parameters) {

    static SharedReads of(AwsConnection connection, Owner owner) {
        return new SharedReads(
                Optional.empty(), tagged(connection, owner), new EnvironmentParameters(connection, owner));
    }

    /** For a stack that is composed anew: others may have tagged in between what they made; parameters know of their writes. */
    SharedReads anew(AwsConnection connection, Owner owner, Optional<BalancerLook> seen) {
        return new SharedReads(seen, tagged(connection, owner), parameters);
    }

    private static TaggedResources tagged(AwsConnection connection, Owner owner) {
        return new TaggedResources(connection, owner, List.of(SecurityGroupRuleArns.check(connection)));
    }
}
