package dev.provision.localcloud.wire;

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

/**
 * REST: members in the path, the query, headers and the body.
 *
 * @param documents the form of the bodies
 */
record RestProtocol(RestDocuments documents) implements Protocol {

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
        byte[] body = match.operation().takesBytes() ? new byte[0] : bytes(request);
        if (payload.isEmpty() && body.length > 0) {
            documents.read(body, builder);
        }
        payload.filter(_ -> body.length > 0).ifPresent(field -> field.set(builder, payload(field, body)));
        for (SdkField<?> field : builder.sdkFields()) {
            values(field, match, request).ifPresent(values -> field.set(builder, parse(field, values)));
        }
    }

    @Override
    public byte[] bytes(WireRequest request) {
        return AwsChunks.in(request) ? AwsChunks.decode(request.body()) : request.body();
    }

    private static Optional<SdkField<?>> payload(SdkPojo structure) {
        return structure.sdkFields().stream()
                .filter(field -> field.containsTrait(PayloadTrait.class))
                .findFirst();
    }

    private Object payload(SdkField<?> field, byte[] body) {
        if (field.marshallingType() == MarshallingType.SDK_POJO) {
            SdkPojo nested = field.constructor().get();
            documents.read(body, nested);
            return Shapes.build(nested);
        }
        return field.marshallingType() == MarshallingType.STRING
                ? new String(body, StandardCharsets.UTF_8)
                : SdkBytes.fromByteArray(body);
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
        WireResponse answer = WireResponse.of(
                status, documents.contentType(), status == 204 ? new byte[0] : body(operation, response));
        for (SdkField<?> field : response.sdkFields()) {
            if (field.location() == MarshallLocation.HEADER) {
                Optional<Object> value = Shapes.value(field, response);
                answer = value.isPresent() ? answer.with(field.locationName(), header(field, value.get())) : answer;
            }
        }
        return answer;
    }

    private byte[] body(Operation operation, SdkPojo response) {
        Optional<SdkField<?>> payload = payload(response);
        if (payload.isEmpty()) {
            return documents.write(operation.name() + "Response", response);
        }
        return switch (Shapes.value(payload.get(), response).orElse("")) {
            case SdkBytes bytes -> bytes.asByteArray();
            case SdkPojo nested -> documents.write(payload.get().unmarshallLocationName(), nested);
            case Object text -> text.toString().getBytes(StandardCharsets.UTF_8);
        };
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
        return documents.refusal(error, requestId);
    }

    @Override
    public String malformedCode() {
        return documents.malformedCode();
    }
}
