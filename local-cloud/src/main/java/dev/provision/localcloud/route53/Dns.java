package dev.provision.localcloud.route53;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Domain names as Route 53 keeps them: in lower case, with a dot at the end, unusual characters as octal codes. */
final class Dns {
    private static final Pattern LABEL = Pattern.compile("[a-z0-9_*@\\\\!#$%&'()+,/:;<=>?\\[\\]^`{|}~\"-]{1,63}");
    private static final int LONGEST = 255;

    private Dns() {}

    /** The form that is stored and shown. */
    static String canonical(String name) {
        String lower = name.toLowerCase(Locale.ROOT).replace("*", "\\052").replace("@", "\\100");
        return lower.endsWith(".") ? lower : lower + ".";
    }

    static boolean valid(String canonical) {
        return canonical.length() <= LONGEST
                && Arrays.stream(canonical.substring(0, canonical.length() - 1).split("\\.", -1))
                        .allMatch(label -> LABEL.matcher(label).matches());
    }

    /** Whether a name is the zone's or below it; both canonical. */
    static boolean within(String name, String zone) {
        return name.equals(zone) || name.endsWith("." + zone);
    }

    /** By this Route 53 sorts: the labels from the right. */
    static String sortKey(String canonical) {
        List<String> labels = Arrays.asList(canonical.split("\\."));
        Collections.reverse(labels);
        return String.join(".", labels) + ".";
    }
}
