package dev.provision.aws.elb;

/** The ARN of a target group. */
public record TargetGroupArn(String value) {
    @Override
    public String toString() {
        return value;
    }
}
