package dev.provision.localcloud.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallLocation;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.core.traits.TimestampFormatTrait.Format;

/**
 * Writes answers as JSON or CBOR.
 *
 * @param out a JSON or CBOR generator
 * @param naming a member's name in the document
 */
record TreeWriter(JsonGenerator out, Function<SdkField<?>, String> naming) {
    /** Of CBOR: seconds since the epoch. */
    private static final int TIMESTAMP_TAG = 1;

    void structure(SdkPojo structure) throws IOException {
        out.writeStartObject();
        for (SdkField<?> field : structure.sdkFields()) {
            Optional<Object> value =
                    field.location() == MarshallLocation.PAYLOAD ? Shapes.value(field, structure) : Optional.empty();
            if (value.isPresent()) {
                out.writeFieldName(naming.apply(field));
                value(field, value.get());
            }
        }
        out.writeEndObject();
    }

    private void value(SdkField<?> field, Object value) throws IOException {
        switch (value) {
            case SdkPojo nested -> structure(nested);
            case Map<?, ?> map -> map(field.getRequiredTrait(MapTrait.class), map);
            case Iterable<?> list -> list(field.getRequiredTrait(ListTrait.class), list);
            case Instant instant -> instant(field, instant);
            case SdkBytes bytes -> out.writeBinary(bytes.asByteArrayUnsafe());
            case Boolean bool -> out.writeBoolean(bool);
            case Integer number -> out.writeNumber(number);
            case Long number -> out.writeNumber(number);
            case Short number -> out.writeNumber(number);
            case Byte number -> out.writeNumber(number);
            case Float number -> out.writeNumber(number);
            case Double number -> out.writeNumber(number);
            case BigDecimal number -> out.writeNumber(number);
            default -> out.writeString(value.toString());
        }
    }

    private void list(ListTrait trait, Iterable<?> list) throws IOException {
        out.writeStartArray();
        for (Object item : list) {
            value(trait.memberFieldInfo(), item);
        }
        out.writeEndArray();
    }

    private void map(MapTrait trait, Map<?, ?> map) throws IOException {
        out.writeStartObject();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            out.writeFieldName(entry.getKey().toString());
            value(trait.valueFieldInfo(), entry.getValue());
        }
        out.writeEndObject();
    }

    private void instant(SdkField<?> field, Instant instant) throws IOException {
        if (out instanceof CBORGenerator cbor) {
            cbor.writeTag(TIMESTAMP_TAG);
            cbor.writeNumber(instant.toEpochMilli() / 1000.0);
        } else {
            Format format = Scalars.format(field, Format.UNIX_TIMESTAMP);
            String text = Scalars.text(field, instant, format);
            if (format == Format.UNIX_TIMESTAMP || format == Format.UNIX_TIMESTAMP_MILLIS) {
                out.writeNumber(new BigDecimal(text));
            } else {
                out.writeString(text);
            }
        }
    }
}
