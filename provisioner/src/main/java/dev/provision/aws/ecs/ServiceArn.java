package dev.provision.aws.ecs;

/** The ARN of a service. */
public record ServiceArn(String value) {
    @Override
    public String toString() {
        return value;
    }
}
