package dev.provision.config;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where the value of an environment variable is kept; the value itself is never read by this program. */
public sealed interface SecretReference {
    /** As it is written in a file, for example {@code ${ssm:/demo/token}}. */
    String text();

    /**
     * A parameter of Systems Manager.
     *
     * @param name for example {@code /demo/token}
     */
    record Parameter(String name) implements SecretReference {
        @Override
        public String text() {
            return "${ssm:" + name + "}";
        }
    }

    /**
     * A secret of Secrets Manager.
     *
     * @param name or its ARN
     * @param field of the JSON object that the secret is; empty: the whole text
     */
    record Secret(String name, Optional<String> field) implements SecretReference {
        @Override
        public String text() {
            return "${secret:" + name + field.map(key -> "#" + key).orElse("") + "}";
        }
    }

    /** Whether a value mentions a secret at all, well-formed or not. */
    static boolean mentioned(String value) {
        return value.contains("${secret:") || value.contains("${ssm:");
    }

    /** Empty where the value is not, as a whole, a reference to a secret. */
    static Optional<SecretReference> parse(String value) {
        // Systems Manager API reference, PutParameter; Secrets Manager API reference, CreateSecret.
        Matcher matcher = Pattern.compile("\\$\\{(?:ssm:(?<parameter>[A-Za-z0-9_./-]{1,1011})"
                        + "|secret:(?<secret>[A-Za-z0-9/_+=.@-]{1,512}|arn:[A-Za-z0-9:/_+=.@-]{1,600})"
                        + "(?:#(?<field>[^{}#:]{1,255}))?)}")
                .matcher(value);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        return Optional.ofNullable(matcher.group("parameter"))
                .<SecretReference>map(Parameter::new)
                .or(() ->
                        Optional.of(new Secret(matcher.group("secret"), Optional.ofNullable(matcher.group("field")))));
    }
}
