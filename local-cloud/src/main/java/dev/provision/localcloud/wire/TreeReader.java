package dev.provision.localcloud.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallLocation;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.core.traits.TimestampFormatTrait.Format;

/**
 * Reads JSON or CBOR into a request's builder. Members that the model does not know are skipped, as AWS does.
 *
 * @param parser at the document's start
 * @param naming a member's name in the document
 */
record TreeReader(JsonParser parser, Function<SdkField<?>, String> naming) {
    /** @throws Malformed if the document is broken or does not fit the model */
    void read(SdkPojo builder) {
        try {
            JsonToken first = parser.nextToken();
            if (first == null || first == JsonToken.VALUE_NULL) {
                return;
            }
            expect(first == JsonToken.START_OBJECT, "Start of structure or map found where not expected.");
            readMembers(builder);
        } catch (IOException broken) {
            throw new Malformed("The document could not be parsed: " + broken.getMessage());
        }
    }

    private void readMembers(SdkPojo builder) throws IOException {
        Map<String, SdkField<?>> fields = builder.sdkFields().stream()
                .filter(field -> field.location() == MarshallLocation.PAYLOAD)
                .collect(Collectors.toMap(naming, Function.identity(), (first, second) -> first));
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            SdkField<?> field = fields.get(parser.currentName());
            JsonToken token = parser.nextToken();
            if (field == null) {
                parser.skipChildren();
            } else if (token != JsonToken.VALUE_NULL) {
                field.set(builder, value(field, token));
            }
        }
    }

    private Object value(SdkField<?> field, JsonToken token) throws IOException {
        MarshallingType<?> type = field.marshallingType();
        if (type == MarshallingType.SDK_POJO) {
            expect(token == JsonToken.START_OBJECT, field.memberName() + " must be a structure.");
            SdkPojo nested = field.constructor().get();
            readMembers(nested);
            return Shapes.build(nested);
        }
        if (type == MarshallingType.LIST) {
            expect(token == JsonToken.START_ARRAY, field.memberName() + " must be a list.");
            return list(field.getRequiredTrait(ListTrait.class));
        }
        if (type == MarshallingType.MAP) {
            expect(token == JsonToken.START_OBJECT, field.memberName() + " must be a map.");
            return map(field.getRequiredTrait(MapTrait.class));
        }
        return scalar(field, token);
    }

    private List<Object> list(ListTrait trait) throws IOException {
        List<Object> items = new ArrayList<>();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            if (token != JsonToken.VALUE_NULL) {
                items.add(value(trait.memberFieldInfo(), token));
            }
        }
        return items;
    }

    private Map<String, Object> map(MapTrait trait) throws IOException {
        Map<String, Object> entries = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String key = parser.currentName();
            JsonToken token = parser.nextToken();
            if (token != JsonToken.VALUE_NULL) {
                entries.put(key, value(trait.valueFieldInfo(), token));
            }
        }
        return entries;
    }

    private Object scalar(SdkField<?> field, JsonToken token) throws IOException {
        MarshallingType<?> type = field.marshallingType();
        if (type == MarshallingType.STRING) {
            expect(token == JsonToken.VALUE_STRING, field.memberName() + " must be a string.");
            return parser.getText();
        }
        if (type == MarshallingType.BOOLEAN) {
            expect(token.isBoolean(), field.memberName() + " must be a boolean.");
            return parser.getBooleanValue();
        }
        if (type == MarshallingType.SDK_BYTES) {
            return SdkBytes.fromByteArray(parser.getBinaryValue());
        }
        if (type == MarshallingType.INSTANT && token.isNumeric()) {
            return instant(field);
        }
        expect(token.isNumeric() || token == JsonToken.VALUE_STRING, field.memberName() + " must be a scalar.");
        return token == JsonToken.VALUE_STRING
                ? Scalars.parse(field, parser.getText(), Format.ISO_8601)
                : number(field);
    }

    private Object instant(SdkField<?> field) throws IOException {
        try {
            return Scalars.seconds(parser.getDecimalValue());
        } catch (DateTimeException outOfRange) {
            throw new Malformed(field.memberName() + " is out of range.");
        }
    }

    private Object number(SdkField<?> field) throws IOException {
        MarshallingType<?> type = field.marshallingType();
        try {
            boolean fraction = type == MarshallingType.FLOAT || type == MarshallingType.DOUBLE;
            return fraction
                    ? Scalars.number(type, Double.toString(parser.getDoubleValue()))
                    : Scalars.number(type, parser.getDecimalValue().toPlainString());
        } catch (IllegalArgumentException unfit) {
            throw new Malformed(field.memberName() + " is not a valid number.");
        }
    }

    private static void expect(boolean condition, String message) {
        if (!condition) {
            throw new Malformed(message);
        }
    }
}
