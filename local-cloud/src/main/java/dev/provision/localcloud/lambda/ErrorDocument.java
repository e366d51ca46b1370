package dev.provision.localcloud.lambda;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import software.amazon.awssdk.core.SdkBytes;

/** The documents by which Lambda itself reports that a function failed. */
final class ErrorDocument {
    private ErrorDocument() {}

    static SdkBytes json(String type, String message) {
        return SdkBytes.fromUtf8String("{\"errorType\":" + quoted(type) + ",\"errorMessage\":" + quoted(message) + "}");
    }

    private static String quoted(String text) {
        return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
    }
}
