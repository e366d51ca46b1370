package dev.provision.config;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * The keys as a JSON schema, with which editors complete and check the files. It asks for less than this program does: a file
 * may leave out what one below it says, any value may be a reference, and null takes away what is inherited.
 */
public final class JsonSchema {
    // The newest that editors' YAML support knows well.
    private static final String DRAFT = "http://json-schema.org/draft-07/schema#";
    private static final String REFERENCE = "\\$\\{[^}]+\\}";
    private final JsonGenerator json;

    private JsonSchema(JsonGenerator json) {
        this.json = json;
    }

    /** The schema, with a line break at its end. */
    public static String text() {
        StringWriter out = new StringWriter();
        DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
        printer.indentObjectsWith(indenter);
        try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
            json.setPrettyPrinter(printer);
            json.writeStartObject();
            json.writeStringField("$schema", DRAFT);
            json.writeStringField("title", "An environment of provision");
            new JsonSchema(json).kind(Keys.ROOT);
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException("a text can be written to", impossible);
        }
        return out + "\n";
    }

    private void kind(Kind kind) throws IOException {
        switch (kind) {
            case Kind.Section section -> section(section);
            case Kind.MapOf map -> map(map);
            case Kind.ListOf list -> {
                types("array", "null");
                json.writeObjectFieldStart("items");
                kind(list.item());
                json.writeEndObject();
            }
            case Kind.Text text -> {
                types("string", "number", "boolean", "null");
                json.writeStringField("pattern", orReference(text.pattern().pattern()));
            }
            case Kind.Whole whole -> wholeOrReference(whole);
            case Kind.Flag _ -> flagOrReference();
            case Kind.OneOf choice -> choice(choice.values());
            case Kind.Numbers numbers -> choice(numbers.values());
            case Kind.Json _ -> types("object", "array", "null");
        }
    }

    private static String orReference(String pattern) {
        return "^(?:" + portable(pattern) + "|.*" + REFERENCE + ".*)$";
    }

    /** Not every validator knows the classes of Unicode. */
    private static String portable(String pattern) {
        return pattern.replace("\\p{L}\\p{N}", "A-Za-z0-9\\u00C0-\\uFFFF");
    }

    private void types(String... types) throws IOException {
        json.writeArrayFieldStart("type");
        for (String type : types) {
            json.writeString(type);
        }
        json.writeEndArray();
    }

    private void section(Kind.Section section) throws IOException {
        types("object", "null");
        json.writeBooleanField("additionalProperties", false);
        json.writeObjectFieldStart("properties");
        for (Key key : section.keys()) {
            json.writeObjectFieldStart(key.name());
            json.writeStringField("description", description(key));
            if (key.standard().isPresent()) {
                standard(key.kind(), key.standard().get());
            }
            kind(key.kind());
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private static String description(Key key) {
        return key.description() + " Expected: " + expected(key.kind()) + "."
                + (key.required() ? " Required, here or in a file below." : "");
    }

    private static String expected(Kind kind) {
        return kind instanceof Kind.Section ? "a section" : kind.words();
    }

    private void standard(Kind kind, String text) throws IOException {
        if (kind instanceof Kind.Whole || kind instanceof Kind.Numbers) {
            json.writeNumberField("default", Integer.parseInt(text));
        } else if (kind instanceof Kind.Flag) {
            json.writeBooleanField("default", Boolean.parseBoolean(text));
        } else {
            json.writeStringField("default", text);
        }
    }

    private void map(Kind.MapOf map) throws IOException {
        types("object", "null");
        json.writeObjectFieldStart("propertyNames");
        json.writeStringField("pattern", "^(?:" + portable(map.name().pattern().pattern()) + ")$");
        json.writeNumberField("maxLength", map.name().longest());
        json.writeEndObject();
        json.writeObjectFieldStart("additionalProperties");
        kind(map.value());
        json.writeEndObject();
    }

    private void wholeOrReference(Kind.Whole whole) throws IOException {
        json.writeArrayFieldStart("anyOf");
        json.writeStartObject();
        json.writeStringField("type", "integer");
        json.writeNumberField("minimum", whole.least());
        json.writeNumberField("maximum", whole.most());
        json.writeEndObject();
        otherwise();
        json.writeEndArray();
    }

    private void flagOrReference() throws IOException {
        json.writeArrayFieldStart("anyOf");
        json.writeStartObject();
        json.writeStringField("type", "boolean");
        json.writeEndObject();
        otherwise();
        json.writeEndArray();
    }

    private void choice(List<?> values) throws IOException {
        json.writeArrayFieldStart("anyOf");
        json.writeStartObject();
        json.writeArrayFieldStart("enum");
        for (Object value : values) {
            if (value instanceof Integer number) {
                json.writeNumber(number);
            } else {
                json.writeString(String.valueOf(value));
            }
        }
        json.writeEndArray();
        json.writeEndObject();
        otherwise();
        json.writeEndArray();
    }

    /** What may be there instead of any value. */
    private void otherwise() throws IOException {
        json.writeStartObject();
        json.writeStringField("type", "string");
        json.writeStringField("pattern", "^" + REFERENCE + "$");
        json.writeEndObject();
        json.writeStartObject();
        json.writeStringField("type", "null");
        json.writeEndObject();
    }
}
