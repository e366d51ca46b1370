package dev.provision.aws.cloudwatch;

/**
 * When an alarm goes off: the value of a minute is on the bad side of a threshold in {@code minutes} of the last {@code of}
 * minutes.
 *
 * @param side on which side of the threshold it is bad
 */
public record AlarmRule(Side side, double threshold, int minutes, int of) {
    /** A side of a threshold. */
    public enum Side {
        AT_LEAST,
        MORE_THAN,
        LESS_THAN
    }
}
