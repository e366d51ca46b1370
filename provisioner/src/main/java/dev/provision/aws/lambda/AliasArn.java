package dev.provision.aws.lambda;

/** The ARN of an alias. */
public record AliasArn(String value) {
    @Override
    public String toString() {
        return value;
    }
}
