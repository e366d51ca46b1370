package dev.provision.aws.elb;

/** The ARN of a listener. */
public record ListenerArn(String value) {
    @Override
    public String toString() {
        return value;
    }
}
