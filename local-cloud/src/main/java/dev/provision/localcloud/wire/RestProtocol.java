package dev.provision.localcloud.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallLocation;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.PayloadTrait;
import software.amazon.awssdk.core.traits.TimestampFormatTrait.Format;

/** REST with JSON, as Lambda speaks it: members in the path, the query, headers and the body. */
record RestProtocol(JsonFactory factory) implements Protocol {
    private static final String JSON = "application/json";

    @Override
    public String wanted(WireRequest request) {
        return request.method() + " " + request.rawPath();
    }

    @Override
    public Operations.Match match(Operations operations, WireRequest request) {
        return operations
                .at(request)
                .orElseThrow(() ->
                        new AwsError("UnknownOperationException", 404, "No operation is at " + wanted(request) + "."));
    }

    @Override
    public void read(Operations.Match match, WireRequest request, SdkPojo builder) {
        Optional<SdkField<?>> payload = payload(builder);
        if (payload.isEmpty() && request.body().length > 0) {
            document(request, builder);
        }
        payload.filter(_ -> request.body().length > 0).ifPresent(field -> field.set(builder, payload(field, request)));
        for (SdkField<?> field : builder.sdkFields()) {
            values(field, match, request).ifPresent(values -> field.set(builder, parse(field, values)));
        }
    }

    private static Optional<SdkField<?>> payload(SdkPojo structure) {
        return structure.sdkFields().stream()
                .filter(field -> field.containsTrait(PayloadTrait.class))
                .findFirst();
    }

    private Object payload(SdkField<?> field, WireRequest request) {
        if (field.marshallingType() == MarshallingType.SDK_POJO) {
            SdkPojo nested = field.constructor().get();
            document(request, nested);
            return Shapes.build(nested);
        }
        return field.marshallingType() == MarshallingType.STRING
                ? new String(request.body(), StandardCharsets.UTF_8)
                : SdkBytes.fromByteArray(request.body());
    }

    private void document(WireRequest request, SdkPojo builder) {
        try (var parser = factory.createParser(request.body())) {
            new TreeReader(parser, SdkField::locationName).read(builder);
        } catch (IOException broken) {
            throw new Malformed("Could not parse request body into json.");
        }
    }

    /** The values of a member that does not travel in the body; empty if it does, or was not sent. */
    private static Optional<List<String>> values(SdkField<?> field, Operations.Match match, WireRequest request) {
        String name = field.locationName();
        List<String> values =
                switch (field.location()) {
                    case PATH, GREEDY_PATH ->
                        Stream.ofNullable(match.pathValues().get(name)).toList();
                    case QUERY_PARAM -> request.query().getOrDefault(name, List.of());
                    case HEADER -> request.headers().getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
                    case PAYLOAD, STATUS_CODE -> List.of();
                };
        return values.isEmpty() ? Optional.empty() : Optional.of(values);
    }

    private static Object parse(SdkField<?> field, List<String> values) {
        Format format = field.location() == MarshallLocation.HEADER ? Format.RFC_822 : Format.ISO_8601;
        if (field.marshallingType() == MarshallingType.LIST) {
            SdkField<?> item = field.getRequiredTrait(ListTrait.class).memberFieldInfo();
            return values.stream()
                    .map(value -> Scalars.parse(item, value, format))
                    .toList();
        }
        return Scalars.parse(field, values.getFirst(), format);
    }

    @Override
    public WireResponse answer(Operation operation, SdkPojo response, String requestId) {
        int status = response.sdkFields().stream()
                .filter(field -> field.location() == MarshallLocation.STATUS_CODE)
                .flatMap(field -> Shapes.value(field, response).stream())
                .map(Integer.class::cast)
                .findFirst()
                .orElse(operation.status());
        WireResponse answer = WireResponse.of(status, JSON, status == 204 ? new byte[0] : body(response));
        for (SdkField<?> field : response.sdkFields()) {
            if (field.location() == MarshallLocation.HEADER) {
                Optional<Object> value = Shapes.value(field, response);
                answer = value.isPresent() ? answer.with(field.locationName(), header(field, value.get())) : answer;
            }
        }
        return answer;
    }

    private byte[] body(SdkPojo response) {
        Optional<SdkField<?>> payload = payload(response);
        if (payload.isEmpty()) {
            return document(response);
        }
        return switch (Shapes.value(payload.get(), response).orElse("")) {
            case SdkBytes bytes -> bytes.asByteArray();
            case SdkPojo nested -> document(nested);
            case Object text -> text.toString().getBytes(StandardCharsets.UTF_8);
        };
    }

    private byte[] document(SdkPojo structure) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator out = factory.createGenerator(bytes)) {
            new TreeWriter(out, SdkField::locationName).structure(structure);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    private static String header(SdkField<?> field, Object value) {
        if (value instanceof List<?> list) {
            SdkField<?> item = field.getRequiredTrait(ListTrait.class).memberFieldInfo();
            return list.stream()
                    .map(element -> Scalars.text(item, element, Format.RFC_822))
                    .collect(Collectors.joining(","));
        }
        return Scalars.text(field, value, Format.RFC_822);
    }

    @Override
    public WireResponse refusal(AwsError error, String requestId) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator out = factory.createGenerator(bytes)) {
            out.writeStartObject();
            out.writeStringField(
                    "Type", error.details().getOrDefault("Type", error.status() < 500 ? "User" : "Service"));
            out.writeStringField("Message", error.getMessage());
            for (var detail : error.details().entrySet()) {
                if (!detail.getKey().equals("Type")) {
                    out.writeStringField(detail.getKey(), detail.getValue());
                }
            }
            out.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return WireResponse.of(error.status(), JSON, bytes.toByteArray());
    }

    @Override
    public String malformedCode() {
        return "InvalidRequestContentException";
    }
}
