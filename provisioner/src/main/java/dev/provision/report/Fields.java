package dev.provision.report;

import java.util.LinkedHashMap;
import java.util.Map;

/** The fields of a JSON object in the order in which they are given; {@code Map.of} has another order in every process. */
public final class Fields {
    private Fields() {}

    /** @param namesAndValues name, value, name, value, … */
    public static Map<String, Object> of(Object... namesAndValues) {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.put(namesAndValues[i].toString(), namesAndValues[i + 1]);
        }
        return fields;
    }
}
