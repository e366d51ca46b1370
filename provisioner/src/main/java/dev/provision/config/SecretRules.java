package dev.provision.config;

import java.util.regex.Pattern;

/** Where {@code ${ssm:…}} and {@code ${secret:…}} may be written, and how. */
record SecretRules(Problems problems) {
    private static final Pattern PLACE = Pattern.compile("containers\\.[^.]+\\.environment\\..+");

    void check(Tree tree, String path) {
        switch (tree) {
            case Tree.Value value -> {
                if (SecretReference.mentioned(value.text())) {
                    value(value, path);
                }
            }
            case Tree.Nothing _ -> {}
            case Tree.Items list -> list.items().forEach(item -> check(item, path));
            case Tree.Entries section ->
                section.entries()
                        .forEach((key, entry) -> check(entry.value(), path.isEmpty() ? key : path + "." + key));
        }
    }

    private void value(Tree.Value value, String path) {
        if (!PLACE.matcher(path).matches()) {
            problems.add(value.place(), path, "only environment variables of a container can be secrets");
        } else if (SecretReference.parse(value.text()).isEmpty()) {
            problems.add(
                    value.place(),
                    path,
                    "expected nothing but ${ssm:/parameter}, ${secret:name} or ${secret:name#field}, found "
                            + value.words());
        }
    }
}
