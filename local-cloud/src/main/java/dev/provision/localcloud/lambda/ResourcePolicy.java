package dev.provision.localcloud.lambda;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** The statements that AddPermission put on a function, version or alias, by their id. */
final class ResourcePolicy {
    private final Map<String, String> statements = new LinkedHashMap<>();
    private String revisionId = UUID.randomUUID().toString();

    boolean isEmpty() {
        return statements.isEmpty();
    }

    boolean has(String id) {
        return statements.containsKey(id);
    }

    String revisionId() {
        return revisionId;
    }

    void add(String id, String statement) {
        statements.put(id, statement);
        revisionId = UUID.randomUUID().toString();
    }

    void remove(String id) {
        statements.remove(id);
        revisionId = UUID.randomUUID().toString();
    }

    /** The policy document. */
    String json() {
        return "{\"Version\":\"2012-10-17\",\"Id\":\"default\",\"Statement\":[" + String.join(",", statements.values())
                + "]}";
    }
}
