package dev.provision.aws.doctor;

/**
 * What one check found.
 *
 * @param check what was looked at
 * @param good whether it stands in nobody's way
 * @param detail what there is; where it is not good, why, and what to do
 */
public record Finding(String check, boolean good, String detail) {
    public static Finding good(String check, String detail) {
        return new Finding(check, true, detail);
    }

    public static Finding bad(String check, String detail) {
        return new Finding(check, false, detail);
    }
}
