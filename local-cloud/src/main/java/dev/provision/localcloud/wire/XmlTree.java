package dev.provision.localcloud.wire;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallLocation;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.core.traits.TimestampFormatTrait.Format;

/**
 * An element of an XML document, which can be read into a request's builder.
 *
 * @param name without a namespace
 * @param text directly in it
 * @param children in their order
 */
record XmlTree(String name, String text, List<XmlTree> children) {
    private static final int DEEPEST = 64;

    /** @throws Malformed if it is no XML document, or one with a document type */
    static XmlTree parse(byte[] document) {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        // Entities could name files, or grow without end.
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        // Without one the JDK prints what is wrong with a document to standard error.
        factory.setXMLReporter((_, _, _, _) -> {});
        try {
            XMLStreamReader reader = factory.createXMLStreamReader(new ByteArrayInputStream(document));
            try {
                while (reader.next() != XMLStreamConstants.START_ELEMENT) {
                    if (reader.getEventType() == XMLStreamConstants.DTD) {
                        throw new Malformed("The XML you provided must not have a document type.");
                    }
                }
                return element(reader, 1);
            } finally {
                reader.close();
            }
        } catch (XMLStreamException | RuntimeException broken) {
            if (broken instanceof Malformed malformed) {
                throw malformed;
            }
            // The JDK's reader ends with runtime exceptions, too, on documents that are cut off.
            throw new Malformed("The XML you provided was not well-formed or did not validate against our schema.");
        }
    }

    private static XmlTree element(XMLStreamReader reader, int depth) throws XMLStreamException {
        if (depth > DEEPEST) {
            throw new Malformed("The XML you provided is nested too deeply.");
        }
        String name = reader.getLocalName();
        StringBuilder text = new StringBuilder();
        List<XmlTree> children = new ArrayList<>();
        for (int event = reader.next(); event != XMLStreamConstants.END_ELEMENT; event = reader.next()) {
            switch (event) {
                case XMLStreamConstants.START_ELEMENT -> children.add(element(reader, depth + 1));
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> text.append(reader.getText());
                default -> {}
            }
        }
        return new XmlTree(name, text.toString(), children);
    }

    /** Sets the members that are there; what the model does not know is skipped. */
    void read(SdkPojo builder) {
        for (SdkField<?> field : builder.sdkFields()) {
            if (field.location() == MarshallLocation.PAYLOAD) {
                List<XmlTree> found = all(field.locationName());
                if (!found.isEmpty()) {
                    field.set(builder, value(field, found));
                }
            }
        }
    }

    private List<XmlTree> all(String wanted) {
        return children.stream().filter(child -> child.name.equals(wanted)).toList();
    }

    private static Object value(SdkField<?> field, List<XmlTree> found) {
        MarshallingType<?> type = field.marshallingType();
        if (type == MarshallingType.LIST) {
            ListTrait trait = field.getRequiredTrait(ListTrait.class);
            List<XmlTree> items = trait.isFlattened() ? found : found.getFirst().children;
            return items.stream()
                    .map(item -> value(trait.memberFieldInfo(), List.of(item)))
                    .toList();
        }
        if (type == MarshallingType.MAP) {
            MapTrait trait = field.getRequiredTrait(MapTrait.class);
            return map(trait, trait.isFlattened() ? found : found.getFirst().children);
        }
        if (type == MarshallingType.SDK_POJO) {
            SdkPojo nested = field.constructor().get();
            found.getFirst().read(nested);
            return Shapes.build(nested);
        }
        return Scalars.parse(field, found.getFirst().text, Format.ISO_8601);
    }

    private static Map<String, Object> map(MapTrait trait, List<XmlTree> entries) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (XmlTree entry : entries) {
            Optional<XmlTree> key = entry.all(trait.keyLocationName()).stream().findFirst();
            List<XmlTree> value = entry.all(trait.valueLocationName());
            if (key.isPresent() && !value.isEmpty()) {
                map.put(key.get().text, value(trait.valueFieldInfo(), value));
            }
        }
        return map;
    }
}
