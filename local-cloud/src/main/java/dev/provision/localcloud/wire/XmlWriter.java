package dev.provision.localcloud.wire;

import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallLocation;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.core.traits.TimestampFormatTrait.Format;

/** Writes the answers of the query protocols. */
final class XmlWriter {
    private final StringBuilder out = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");

    XmlWriter open(String name) {
        out.append('<').append(name).append('>');
        return this;
    }

    XmlWriter open(String name, String namespace) {
        out.append('<').append(name);
        if (!namespace.isEmpty()) {
            out.append(" xmlns=\"");
            escape(namespace);
            out.append('"');
        }
        out.append('>');
        return this;
    }

    XmlWriter close(String name) {
        out.append("</").append(name).append('>');
        return this;
    }

    XmlWriter text(String name, String text) {
        open(name);
        escape(text);
        return close(name);
    }

    XmlWriter members(SdkPojo structure) {
        for (SdkField<?> field : structure.sdkFields()) {
            if (field.location() == MarshallLocation.PAYLOAD) {
                Shapes.value(field, structure).ifPresent(value -> member(field, field.unmarshallLocationName(), value));
            }
        }
        return this;
    }

    private void member(SdkField<?> field, String name, Object value) {
        switch (value) {
            case SdkPojo nested -> open(name).members(nested).close(name);
            case Map<?, ?> map -> map(field.getRequiredTrait(MapTrait.class), name, map);
            case Iterable<?> list -> list(field.getRequiredTrait(ListTrait.class), name, list);
            default -> text(name, Scalars.text(field, value, Format.ISO_8601));
        }
    }

    private void list(ListTrait trait, String name, Iterable<?> list) {
        String item = trait.isFlattened()
                ? name
                : Optional.ofNullable(trait.memberLocationName()).orElse("member");
        if (!trait.isFlattened()) {
            open(name);
        }
        list.forEach(value -> member(trait.memberFieldInfo(), item, value));
        if (!trait.isFlattened()) {
            close(name);
        }
    }

    private void map(MapTrait trait, String name, Map<?, ?> map) {
        String entry = trait.isFlattened() ? name : "entry";
        if (!trait.isFlattened()) {
            open(name);
        }
        map.forEach((key, value) -> {
            open(entry).text(trait.keyLocationName(), key.toString());
            member(trait.valueFieldInfo(), trait.valueLocationName(), value);
            close(entry);
        });
        if (!trait.isFlattened()) {
            close(name);
        }
    }

    private void escape(String text) {
        if (plain(text)) {
            out.append(text);
            return;
        }
        text.codePoints().forEach(character -> {
            switch (character) {
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '&' -> out.append("&amp;");
                case '"' -> out.append("&quot;");
                // A parser would turn a bare carriage return into a line feed.
                case '\r' -> out.append("&#xD;");
                default -> out.appendCodePoint(inXml(character) ? character : 0xFFFD);
            }
        });
    }

    /** Whether a text needs no escaping, as nearly all of those in long answers. */
    private static boolean plain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~' || c == '<' || c == '>' || c == '&' || c == '"') {
                return false;
            }
        }
        return true;
    }

    private static boolean inXml(int character) {
        return character == '\t'
                || character == '\n'
                || (character >= 0x20 && character <= 0xD7FF)
                || (character >= 0xE000 && character <= 0xFFFD)
                || character >= 0x10000;
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
