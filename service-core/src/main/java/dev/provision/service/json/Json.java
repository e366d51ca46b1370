package dev.provision.service.json;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import jakarta.json.stream.JsonParser;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.eclipse.parsson.JsonProviderImpl;

/** JSON values from bytes and to bytes, always in UTF-8. */
public final class Json {
    // jakarta.json.Json looks its provider up in the class path, which opens every jar of it at a cold start
    private static final JsonProvider PROVIDER = new JsonProviderImpl();

    private Json() {}

    public static JsonObjectBuilder object() {
        return PROVIDER.createObjectBuilder();
    }

    public static JsonArrayBuilder array() {
        return PROVIDER.createArrayBuilder();
    }

    /** The value these bytes are the JSON text of; empty when they are no JSON text, or one nested absurdly deep. */
    public static Optional<JsonValue> parse(byte[] text) {
        try (JsonParser parser = PROVIDER.createParser(new StringReader(new String(text, StandardCharsets.UTF_8)))) {
            parser.next();
            JsonValue value = parser.getValue();
            return parser.hasNext() ? Optional.empty() : Optional.of(value);
        } catch (RuntimeException notJson) {
            // Parsson throws JsonException, NoSuchElementException and, for deep nesting, RuntimeException itself
            return Optional.empty();
        }
    }

    public static String text(JsonValue value) {
        return value.toString();
    }

    public static byte[] bytes(JsonValue value) {
        return text(value).getBytes(StandardCharsets.UTF_8);
    }
}
