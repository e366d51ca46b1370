package dev.provision.aws.sns;

/** The ARN of a topic. */
public record TopicArn(String value) {
    @Override
    public String toString() {
        return value;
    }
}
