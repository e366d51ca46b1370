package dev.provision.stack;

/**
 * An alarm as it is now.
 *
 * @param state {@code OK}, {@code ALARM} or {@code INSUFFICIENT_DATA}
 * @param reason why, in AWS's words
 * @param scaling whether it adds or removes tasks, so that it says nothing about health
 */
public record AlarmStatus(String name, String state, String reason, boolean scaling) {
    /** Whether somebody should look. */
    public boolean bad() {
        return state.equals("ALARM") && !scaling;
    }
}
