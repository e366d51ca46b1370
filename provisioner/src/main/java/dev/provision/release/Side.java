package dev.provision.release;

import dev.provision.aws.elb.Slot;
import dev.provision.aws.elb.TargetGroupArn;

/**
 * One of the two versions between which a release moves requests.
 *
 * @param runs the version of the function or the ARN of the task definition
 */
record Side(Slot slot, ComputeKind kind, TargetGroupArn group, String runs) {}
