package dev.provision.localcloud.wire;

import software.amazon.awssdk.core.SdkPojo;

/** The form of the bodies of a REST protocol. */
sealed interface RestDocuments permits JsonDocuments, XmlDocuments {
    String contentType();

    /**
     * Fills a structure from a body.
     *
     * @throws Malformed if the body cannot be read
     */
    void read(byte[] body, SdkPojo builder);

    /** @param root what the document is called, where documents have a name */
    byte[] write(String root, SdkPojo structure);

    WireResponse refusal(AwsError error, String requestId);

    /** The error code for a request that cannot be read. */
    String malformedCode();
}
