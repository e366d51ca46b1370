package dev.provision.aws.elb;

import dev.provision.aws.network.VpcStep;
import dev.provision.graph.Ref;

/** What a target group sends requests to. */
public sealed interface TargetKind {
    /**
     * Addresses in the VPC.
     *
     * @param port that targets serve on
     * @param healthPath the path that the health check asks for
     * @param pace how often the health check asks
     * @param drainSeconds how long requests in flight may take when a target leaves
     */
    record Addresses(Ref<VpcStep.Live> vpc, int port, String healthPath, CheckPace pace, int drainSeconds)
            implements TargetKind {}

    /** One Lambda function. */
    record Function() implements TargetKind {}
}
