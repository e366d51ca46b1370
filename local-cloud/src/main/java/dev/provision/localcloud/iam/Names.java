package dev.provision.localcloud.iam;

import dev.provision.localcloud.state.Ids;
import dev.provision.localcloud.state.TagList;
import dev.provision.localcloud.wire.AwsError;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.services.iam.model.Tag;

/** Checks names, paths, texts and tags, and makes ids. Refusals are {@code ValidationError}, in IAM's words. */
final class Names {
    private static final String NAME = "[\\w+=,.@-]+";
    private static final String PATH = "(/)|(/[!-~]+/)";
    private static final int MAX_TAGS = 50;

    private Names() {}

    static void role(String name) {
        name("roleName", name, 64);
    }

    static void policy(String name) {
        name("policyName", name, 128);
    }

    private static void name(String member, String name, int longest) {
        text(member, name, 1, longest);
        if (!name.matches(NAME)) {
            throw new AwsError(
                    "ValidationError",
                    400,
                    "The specified value for " + member
                            + " is invalid. It must contain only alphanumeric characters and/or the following: +=,.@_-");
        }
    }

    /** The path, or the root where none is given. */
    static String path(String path) {
        String given = Optional.ofNullable(path).orElse("/");
        text("path", given, 1, 512);
        if (!given.matches(PATH)) {
            throw AwsError.badRequest(
                    "ValidationError",
                    "The specified value for path is invalid. It must begin and end with / and contain only alphanumeric"
                            + " characters and/or / characters.");
        }
        return given;
    }

    /** A text that must be there and have a length. */
    static void text(String member, String value, int shortest, int longest) {
        if (value == null) {
            throw invalid("null", member, "Member must not be null");
        }
        if (value.length() < shortest) {
            throw invalid(value, member, "Member must have length greater than or equal to " + shortest);
        }
        if (value.length() > longest) {
            throw invalid(value, member, "Member must have length less than or equal to " + longest);
        }
    }

    static void range(String member, Integer value, int least, int most) {
        if (value != null && value < least) {
            throw invalid(value.toString(), member, "Member must have value greater than or equal to " + least);
        }
        if (value != null && value > most) {
            throw invalid(value.toString(), member, "Member must have value less than or equal to " + most);
        }
    }

    private static AwsError invalid(String value, String member, String constraint) {
        String shown = value.equals("null") ? value : "'" + value + "'";
        return AwsError.badRequest(
                "ValidationError",
                "1 validation error detected: Value " + shown + " at '" + member + "' failed to satisfy constraint: "
                        + constraint);
    }

    /** What a resource's tags are with more of them. */
    static Map<String, String> tagged(Map<String, String> before, List<Tag> more) {
        Map<String, String> tags = new TreeMap<>(before);
        for (Tag tag : more) {
            text("tags.member.key", tag.key(), 1, 128);
            text("tags.member.value", tag.value(), 0, 256);
            if (tag.key().toLowerCase(Locale.ROOT).startsWith("aws:")) {
                throw AwsError.badRequest(
                        "InvalidInput", "Tag keys beginning with aws: are reserved for system use: " + tag.key());
            }
            tags.put(tag.key(), tag.value());
        }
        if (more.stream().map(Tag::key).distinct().count() < more.size()) {
            throw AwsError.badRequest(
                    "InvalidInput", "Duplicate tag keys found. Please note that Tag keys are case insensitive.");
        }
        if (tags.size() > MAX_TAGS) {
            throw IamStore.limitExceeded("The number of tags has reached the maximum limit.");
        }
        return tags;
    }

    static Map<String, String> untagged(Map<String, String> before, List<String> keys) {
        Map<String, String> tags = new TreeMap<>(before);
        keys.forEach(tags::remove);
        return tags;
    }

    static List<Tag> tags(Map<String, String> tags) {
        return TagList.of(
                new TreeMap<>(tags),
                (key, value) -> Tag.builder().key(key).value(value).build());
    }

    /** An id in IAM's form: a prefix such as {@code AROA} and 17 letters and digits. */
    static String id(String prefix) {
        String random = new BigInteger(Ids.hex(32), 16).toString(32).toUpperCase(Locale.ROOT);
        // Base 32 of this library has the digits 0, 1, 8 and 9 that IAM's ids leave out.
        String letters =
                random.replace('0', 'W').replace('1', 'X').replace('8', 'Y').replace('9', 'Z');
        return prefix + ("A".repeat(17) + letters).substring(letters.length());
    }
}
