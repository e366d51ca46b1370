package dev.provision.aws.lambda;

/** The ARN of a function. */
public record FunctionArn(String value) {
    @Override
    public String toString() {
        return value;
    }
}
