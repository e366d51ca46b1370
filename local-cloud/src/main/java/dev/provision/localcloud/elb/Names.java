package dev.provision.localcloud.elb;

/** The rules for names of load balancers and target groups. */
final class Names {
    private static final int LONGEST = 32;

    private Names() {}

    static void check(String kind, String name) {
        if (name == null || name.isEmpty()) {
            throw Errors.validation(kind + " name cannot be empty");
        }
        if (name.length() > LONGEST) {
            throw Errors.validation(kind + " name '" + name + "' cannot be longer than '32' characters");
        }
        if (!name.matches("[A-Za-z0-9-]+")) {
            throw Errors.validation(kind + " name '" + name
                    + "' can only contain characters that are alphanumeric characters or hyphens(-)");
        }
        if (name.startsWith("-") || name.endsWith("-")) {
            throw Errors.validation(kind + " name '" + name + "' cannot begin or end with a hyphen(-)");
        }
    }
}
