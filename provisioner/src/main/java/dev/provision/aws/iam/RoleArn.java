package dev.provision.aws.iam;

/** The ARN of a role. */
public record RoleArn(String value) {
    @Override
    public String toString() {
        return value;
    }
}
