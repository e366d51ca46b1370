package dev.provision.aws.scaling;

/** The ARN of a scaling policy. */
public record PolicyArn(String value) {
    @Override
    public String toString() {
        return value;
    }
}
