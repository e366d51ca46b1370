package dev.provision.localcloud.wire;

import java.nio.charset.StandardCharsets;
import software.amazon.awssdk.core.SdkPojo;

/**
 * XML, as Route 53 and S3 speak it.
 *
 * @param namespace of the documents
 * @param bareErrors whether an error is the document itself, as in S3, and not wrapped
 */
record XmlDocuments(String namespace, boolean bareErrors) implements RestDocuments {
    private static final String XML = "application/xml";

    @Override
    public String contentType() {
        return XML;
    }

    @Override
    public void read(byte[] body, SdkPojo builder) {
        XmlTree.parse(body).read(builder);
    }

    @Override
    public byte[] write(String root, SdkPojo structure) {
        return new XmlWriter()
                .open(root, namespace)
                .members(structure)
                .close(root)
                .toString()
                .getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public WireResponse refusal(AwsError error, String requestId) {
        XmlWriter xml = new XmlWriter();
        if (bareErrors) {
            xml.open("Error").text("Code", error.code()).text("Message", error.getMessage());
            error.details().forEach(xml::text);
            xml.text("RequestId", requestId).close("Error");
        } else {
            xml.open("ErrorResponse", namespace).open("Error");
            xml.text("Type", error.status() < 500 ? "Sender" : "Receiver");
            xml.text("Code", error.code()).text("Message", error.getMessage());
            xml.close("Error").text("RequestId", requestId).close("ErrorResponse");
        }
        return WireResponse.of(error.status(), XML, xml.toString());
    }

    @Override
    public String malformedCode() {
        return bareErrors ? "MalformedXML" : "InvalidInput";
    }
}
