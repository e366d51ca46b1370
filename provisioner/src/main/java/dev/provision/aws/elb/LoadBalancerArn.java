package dev.provision.aws.elb;

/** The ARN of a load balancer. */
public record LoadBalancerArn(String value) {
    @Override
    public String toString() {
        return value;
    }
}
