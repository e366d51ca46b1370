package dev.provision.localcloud.lambda;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A function as callers name it: by name, partial ARN or ARN, each with or without a qualifier.
 *
 * @param name of the function
 * @param qualifier version number, {@code $LATEST} or alias
 */
record FunctionRef(String name, Optional<String> qualifier) {
    private static final Pattern FORM = Pattern.compile(
            "(?:arn:(?:aws[a-zA-Z-]*)?:lambda:[a-z0-9-]+:)?(?:\\d{12}:)?(?:function:)?([a-zA-Z0-9-_]{1,64})"
                    + "(?::(\\$LATEST|[a-zA-Z0-9-_]{1,128}))?");

    static FunctionRef of(String text) {
        return of(text, Optional.empty());
    }

    /**
     * @param qualifier given beside the name; the same as the one within, if there are two
     * @throws dev.provision.localcloud.wire.AwsError if it is none of the forms
     */
    static FunctionRef of(String text, Optional<String> qualifier) {
        Matcher matcher = FORM.matcher(text == null ? "" : text);
        if (!matcher.matches()) {
            throw LambdaErrors.validation(
                    "functionName",
                    text,
                    "Member must satisfy regular expression pattern: (arn:(aws[a-zA-Z-]*)?:lambda:)?"
                            + "([a-z]{2}((-gov)|(-iso(b?)))?-[a-z]+-\\d{1}:)?(\\d{12}:)?(function:)?([a-zA-Z0-9-_]+)"
                            + "(:(\\$LATEST|[a-zA-Z0-9-_]+))?");
        }
        Optional<String> within = Optional.ofNullable(matcher.group(2));
        if (within.isPresent() && qualifier.isPresent() && !within.equals(qualifier)) {
            throw LambdaErrors.invalidParameter(
                    "The derived qualifier from the function name does not match the specified qualifier.");
        }
        return new FunctionRef(matcher.group(1), within.or(() -> qualifier));
    }
}
