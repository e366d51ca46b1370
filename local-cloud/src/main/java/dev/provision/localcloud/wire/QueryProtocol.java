package dev.provision.localcloud.wire;

import java.nio.charset.StandardCharsets;
import java.util.NavigableMap;
import java.util.TreeMap;
import software.amazon.awssdk.core.SdkPojo;

/**
 * The AWS query protocol and EC2's dialect of it.
 *
 * @param ec2 whether it is EC2's
 * @param version that requests must have; empty: any
 * @param namespace of the answers
 */
record QueryProtocol(boolean ec2, String version, String namespace) implements Protocol {
    private static final String XML = "text/xml;charset=UTF-8";

    @Override
    public String wanted(WireRequest request) {
        return parameters(request).getOrDefault("Action", "");
    }

    @Override
    public Operations.Match match(Operations operations, WireRequest request) {
        NavigableMap<String, String> parameters = parameters(request);
        String action = parameters.getOrDefault("Action", "");
        if (action.isEmpty()) {
            throw new AwsError("MissingAction", 400, "The request must contain the parameter Action");
        }
        String asked = parameters.getOrDefault("Version", version);
        if (!version.isEmpty() && !asked.equals(version)) {
            throw new AwsError("InvalidAction", 400, "Could not find operation " + action + " for version " + asked);
        }
        return operations
                .named(action)
                .orElseThrow(() -> new AwsError(
                        "InvalidAction", 400, "The action " + action + " is not valid for this web service."));
    }

    @Override
    public void read(Operations.Match match, WireRequest request, SdkPojo builder) {
        new FormReader(parameters(request), ec2).read(builder);
    }

    private static NavigableMap<String, String> parameters(WireRequest request) {
        NavigableMap<String, String> parameters = new TreeMap<>();
        request.query().forEach((name, values) -> parameters.put(name, values.getFirst()));
        if (request.contentType().isEmpty() || request.contentType().equals("application/x-www-form-urlencoded")) {
            parameters.putAll(Form.parse(new String(request.body(), StandardCharsets.UTF_8)));
        }
        return parameters;
    }

    @Override
    public WireResponse answer(Operation operation, SdkPojo response, String requestId) {
        String root = operation.name() + "Response";
        XmlWriter xml = new XmlWriter().open(root, namespace);
        if (ec2) {
            xml.text("requestId", requestId).members(response);
        } else {
            String result = operation.name() + "Result";
            xml.open(result).members(response).close(result);
            xml.open("ResponseMetadata").text("RequestId", requestId).close("ResponseMetadata");
        }
        return WireResponse.of(operation.status(), XML, xml.close(root).toString());
    }

    @Override
    public WireResponse refusal(AwsError error, String requestId) {
        XmlWriter xml = new XmlWriter();
        if (ec2) {
            xml.open("Response").open("Errors").open("Error");
            xml.text("Code", error.code()).text("Message", error.getMessage());
            xml.close("Error").close("Errors").text("RequestID", requestId).close("Response");
        } else {
            xml.open("ErrorResponse", namespace).open("Error");
            xml.text("Type", error.status() < 500 ? "Sender" : "Receiver");
            xml.text("Code", error.code()).text("Message", error.getMessage());
            error.details().entrySet().stream()
                    .filter(detail -> !detail.getKey().equals("__type"))
                    .forEach(detail -> xml.text(detail.getKey(), detail.getValue()));
            xml.close("Error").text("RequestId", requestId).close("ErrorResponse");
        }
        return WireResponse.of(error.status(), XML, xml.toString());
    }

    @Override
    public String invalidCode() {
        return ec2 ? "InvalidParameterValue" : "ValidationError";
    }

    @Override
    public String malformedCode() {
        return ec2 ? "InvalidParameterValue" : "MalformedInput";
    }
}
