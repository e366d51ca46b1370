package dev.provision.localcloud.wire;

import io.helidon.http.encoding.ContentDecoder;
import io.helidon.http.encoding.ContentEncoder;
import io.helidon.http.encoding.ContentEncoding;
import java.util.Set;

/**
 * Lets compressed and chunked requests through as they are, for {@link WireServer} to read. Helidon refuses an encoding that it has no
 * decoder for; its own would also compress answers, and would answer a broken request with a 500.
 */
record EncodedRequests() implements ContentEncoding {
    @Override
    public Set<String> ids() {
        return Set.of("gzip", "aws-chunked");
    }

    @Override
    public boolean supportsEncoding() {
        return false;
    }

    @Override
    public boolean supportsDecoding() {
        return true;
    }

    @Override
    public ContentDecoder decoder() {
        return ContentDecoder.NO_OP;
    }

    @Override
    public ContentEncoder encoder() {
        return ContentEncoder.NO_OP;
    }

    @Override
    public String name() {
        return "encoded";
    }

    @Override
    public String type() {
        return "encoded";
    }
}
