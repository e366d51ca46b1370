package dev.provision.localcloud.iam;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.StreamSupport;

/** The managed policies of AWS that functions and tasks need, from a data file beside this class. */
final class AwsManagedPolicies {
    private static final String FILE = "aws-managed-policies.json";

    private AwsManagedPolicies() {}

    static List<ManagedPolicy> all() {
        try (InputStream file = Objects.requireNonNull(AwsManagedPolicies.class.getResourceAsStream(FILE), FILE)) {
            JsonNode policies = new JsonMapper().readTree(file);
            return StreamSupport.stream(policies.spliterator(), false)
                    .map(AwsManagedPolicies::policy)
                    .toList();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static ManagedPolicy policy(JsonNode node) {
        String name = node.path("name").asText();
        String path = node.path("path").asText();
        String version = node.path("version").asText();
        Instant created = Instant.parse(node.path("created").asText());
        String document = node.path("document").toPrettyString();
        return new ManagedPolicy(
                name,
                node.path("id").asText(),
                path,
                "arn:aws:iam::aws:policy" + path + name,
                created,
                node.path("description").asText(),
                Map.of(),
                List.of(new ManagedPolicy.Version(version, document, created)),
                version);
    }
}
