package dev.provision.localcloud.ec2;

import software.amazon.awssdk.services.ec2.model.Vpc;

/**
 * A VPC and the attributes that DescribeVpcs does not show.
 *
 * @param vpc as described, without tags
 * @param dnsSupport whether Amazon's resolver answers
 * @param dnsHostnames whether public addresses have names
 * @param usageMetrics whether address usage is measured
 */
record VpcEntry(Vpc vpc, boolean dnsSupport, boolean dnsHostnames, boolean usageMetrics) {
    static VpcEntry of(Vpc vpc) {
        return new VpcEntry(vpc, true, false, false);
    }

    String id() {
        return vpc.vpcId();
    }

    VpcEntry with(Vpc changed) {
        return new VpcEntry(changed, dnsSupport, dnsHostnames, usageMetrics);
    }
}
