package dev.provision.service.secrets;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Puts values in the place of {@code ${ssm:ARN}}, {@code ${secret:ARN}} and {@code ${secret:ARN#field}}. */
public final class SecretVariables {
    private SecretVariables() {}

    /** Where the value of a variable is kept. */
    private record Reference(String store, String arn, Optional<String> field) {
        // in here, so that a start without secrets does not set it up
        private static final Pattern SYNTAX =
                Pattern.compile("\\$\\{(?<store>ssm|secret):(?<arn>arn:[^#{}]+)(?:#(?<field>[^{}]+))?}");

        static Optional<Reference> of(String value) {
            Matcher matcher = SYNTAX.matcher(value);
            return matcher.matches()
                    ? Optional.of(new Reference(
                            matcher.group("store"), matcher.group("arn"), Optional.ofNullable(matcher.group("field"))))
                    : Optional.empty();
        }
    }

    /**
     * The environment with values instead of references; the environment itself where there are none.
     *
     * @param environment of the process, with the region and credentials as Lambda puts them there
     * @param pause between attempts
     * @throws IOException when a value cannot be had; names the variable and where its value is kept, never a value
     */
    public static Map<String, String> resolved(Map<String, String> environment, Pause pause)
            throws IOException, InterruptedException {
        Map<String, Reference> wanted = new LinkedHashMap<>();
        for (Map.Entry<String, String> variable : environment.entrySet()) {
            String value = variable.getValue();
            if (value.startsWith("${") && value.endsWith("}")) {
                Reference.of(value).ifPresent(reference -> wanted.put(variable.getKey(), reference));
            }
        }
        return wanted.isEmpty() ? environment : fetched(environment, wanted, new SecretApi(environment, pause));
    }

    private static Map<String, String> fetched(
            Map<String, String> environment, Map<String, Reference> wanted, SecretApi api)
            throws IOException, InterruptedException {
        List<String> parameters = arns(wanted, "ssm");
        Map<String, String> texts = new HashMap<>(parameters.isEmpty() ? Map.of() : api.parameters(parameters));
        for (String arn : arns(wanted, "secret")) {
            texts.put(arn, api.secret(arn));
        }
        Map<String, String> resolved = new HashMap<>(environment);
        for (Map.Entry<String, Reference> one : wanted.entrySet()) {
            resolved.put(one.getKey(), value(one.getKey(), one.getValue(), texts));
        }
        return resolved;
    }

    private static List<String> arns(Map<String, Reference> wanted, String store) {
        return wanted.values().stream()
                .filter(reference -> reference.store().equals(store))
                .map(Reference::arn)
                .distinct()
                .collect(ArrayList::new, ArrayList::add, ArrayList::addAll);
    }

    private static String value(String name, Reference reference, Map<String, String> texts) throws IOException {
        String text = Optional.ofNullable(texts.get(reference.arn()))
                .orElseThrow(() -> new IOException(name + ": there is no parameter " + reference.arn()));
        return reference.field().isEmpty()
                ? text
                : SecretApi.field(text, reference.field().get())
                        .orElseThrow(() -> new IOException(
                                name + ": the secret " + reference.arn() + " is no JSON object with the field "
                                        + reference.field().get()));
    }
}
