package dev.provision.aws.ecs;

/** The ARN of a cluster. */
public record ClusterArn(String value) {
    @Override
    public String toString() {
        return value;
    }
}
