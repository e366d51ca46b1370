package dev.provision.aws.elb;

/** The ARN of a listener rule. */
public record RuleArn(String value) {
    @Override
    public String toString() {
        return value;
    }
}
