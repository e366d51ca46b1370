package dev.provision.aws.ecs;

/** The ARN of a revision of a task definition. */
public record TaskDefinitionArn(String value) {
    @Override
    public String toString() {
        return value;
    }
}
