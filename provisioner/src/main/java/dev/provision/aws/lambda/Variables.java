package dev.provision.aws.lambda;

import java.util.Map;
import java.util.TreeSet;

/** Environment variables. Told by their names, for a value may be a secret. */
record Variables(Map<String, String> all) {
    Variables {
        all = Map.copyOf(all);
    }

    @Override
    public String toString() {
        return String.join(", ", new TreeSet<>(all.keySet()));
    }
}
