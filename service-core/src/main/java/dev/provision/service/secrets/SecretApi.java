package dev.provision.service.secrets;

import dev.provision.service.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The two operations that read secrets, of Systems Manager and of Secrets Manager. */
final class SecretApi {
    private static final int AT_ONCE = 10;
    private static final int ATTEMPTS = 4;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final int CONNECT_MILLIS = 2_000;
    private static final int READ_MILLIS = 5_000;

    private final Map<String, String> environment;
    private final Pause pause;

    SecretApi(Map<String, String> environment, Pause pause) {
        this.environment = environment;
        this.pause = pause;
    }

    /** An answer that may come to be another one: too many calls, or AWS's own trouble. */
    private static final class Passing extends IOException {
        private static final long serialVersionUID = 1L;

        Passing(String message) {
            super(message);
        }
    }

    /** The decrypted values of parameters, by ARN; without those that do not exist. */
    Map<String, String> parameters(List<String> arns) throws IOException, InterruptedException {
        Map<String, String> values = new HashMap<>();
        for (int from = 0; from < arns.size(); from += AT_ONCE) {
            var names = Json.array();
            arns.subList(from, Math.min(arns.size(), from + AT_ONCE)).forEach(names::add);
            JsonObject answer = call(
                    "ssm",
                    "AmazonSSM.GetParameters",
                    Json.object()
                            .add("Names", names)
                            .add("WithDecryption", true)
                            .build());
            answer.getJsonArray("Parameters").forEach(one -> {
                JsonObject parameter = one.asJsonObject();
                values.put(parameter.getString("ARN"), parameter.getString("Value"));
            });
        }
        return values;
    }

    /** The text of a secret. */
    String secret(String arn) throws IOException, InterruptedException {
        JsonObject answer = call(
                "secretsmanager",
                "secretsmanager.GetSecretValue",
                Json.object().add("SecretId", arn).build());
        return Optional.ofNullable(answer.get("SecretString"))
                .map(text -> ((JsonString) text).getString())
                .orElseThrow(() -> new IOException("the secret " + arn + " is no text"));
    }

    /** A field of a JSON object; empty if the text is none, or has no such field. */
    static Optional<String> field(String text, String name) {
        return Json.parse(text.getBytes(StandardCharsets.UTF_8))
                .filter(JsonObject.class::isInstance)
                .flatMap(object -> Optional.ofNullable(object.asJsonObject().get(name)))
                .map(value -> value instanceof JsonString string ? string.getString() : value.toString());
    }

    private JsonObject call(String service, String target, JsonValue request) throws IOException, InterruptedException {
        Duration next = FIRST_PAUSE;
        for (int attempt = 1; ; attempt++) {
            try {
                return attempt(service, target, Json.bytes(request));
            } catch (Passing passing) {
                if (attempt == ATTEMPTS) {
                    throw passing;
                }
            }
            pause.of(next);
            next = next.multipliedBy(2);
        }
    }

    private JsonObject attempt(String service, String target, byte[] body) throws IOException {
        URI endpoint = endpoint(service);
        Signature signature = new Signature(service, variable("AWS_REGION"), Instant.now());
        HttpURLConnection connection = (HttpURLConnection) endpoint.toURL().openConnection();
        connection.setConnectTimeout(CONNECT_MILLIS);
        connection.setReadTimeout(READ_MILLIS);
        connection.setRequestMethod("POST");
        connection.setDoOutput(true);
        Map<String, String> headers = signature.headers(
                endpoint,
                target,
                body,
                new Signature.Credentials(
                        variable("AWS_ACCESS_KEY_ID"),
                        variable("AWS_SECRET_ACCESS_KEY"),
                        Optional.ofNullable(environment.get("AWS_SESSION_TOKEN"))));
        headers.forEach(connection::setRequestProperty);
        int status;
        byte[] answer;
        try (OutputStream out = connection.getOutputStream()) {
            out.write(body);
            status = connection.getResponseCode();
            answer = read(connection, status);
        } catch (IOException broken) {
            throw new Passing("no answer from " + endpoint.getHost() + " (" + broken.getMessage()
                    + "); a function in a VPC reaches it through a NAT gateway only");
        }
        Optional<JsonObject> document =
                Json.parse(answer).filter(JsonObject.class::isInstance).map(JsonValue::asJsonObject);
        if (status == HttpURLConnection.HTTP_OK && document.isPresent()) {
            return document.get();
        }
        throw refused(target, status, document);
    }

    private static byte[] read(HttpURLConnection connection, int status) throws IOException {
        try (InputStream in = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
            return in == null ? new byte[0] : in.readAllBytes();
        }
    }

    /** AWS's words name the action and the resource, never a value. */
    private static IOException refused(String target, int status, Optional<JsonObject> answer) {
        String code = answer.map(error -> error.getString("__type", "")).orElse("");
        String words = answer.map(error -> error.getString("message", error.getString("Message", "")))
                .orElse("");
        String message = target + " was refused with status " + status + ": "
                + code.substring(code.lastIndexOf('#') + 1) + " " + words;
        return status >= 500 || code.contains("Throttl") ? new Passing(message) : new IOException(message);
    }

    /** As the AWS SDKs find it: AWS_ENDPOINT_URL_SSM, AWS_ENDPOINT_URL, or the service's own. */
    private URI endpoint(String service) {
        String own = "AWS_ENDPOINT_URL_" + (service.equals("ssm") ? "SSM" : "SECRETS_MANAGER");
        String region = variable("AWS_REGION");
        return URI.create(Optional.ofNullable(environment.get(own))
                .or(() -> Optional.ofNullable(environment.get("AWS_ENDPOINT_URL")))
                .orElse("https://" + service + "." + region + ".amazonaws.com"
                        + (region.startsWith("cn-") ? ".cn" : "")));
    }

    private String variable(String name) {
        return Optional.ofNullable(environment.get(name))
                .orElseThrow(() -> new IllegalStateException(
                        name + " is not set: where Lambda or ECS does not set it, no secret can be read"));
    }
}
