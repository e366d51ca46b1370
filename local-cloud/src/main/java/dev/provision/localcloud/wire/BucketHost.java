package dev.provision.localcloud.wire;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * S3's other form of addresses, with the bucket in the host (S3 guide, VirtualHosting): {@code bucket.localhost:4566} and
 * {@code bucket.s3.localhost:4566}. It is read as if the bucket stood at the beginning of the path.
 */
final class BucketHost {
    private static final Pattern HOST =
            Pattern.compile("([a-z0-9][a-z0-9.-]*?)(\\.s3)?(\\.[a-z]{2}-[a-z]+-\\d)?\\.localhost(:\\d+)?");

    private BucketHost() {}

    /** A request to S3 with the bucket in its path; any other one as it is. */
    static WireRequest pathStyle(WireRequest request) {
        Matcher host = HOST.matcher(request.header("host").orElse(""));
        boolean toS3 = request.header("authorization")
                .or(() -> request.parameter("X-Amz-Credential"))
                .filter(credential -> credential.contains("/s3/aws4_request"))
                .isPresent();
        if (!toS3 || !host.matches() || host.group(1).equals("s3")) {
            return request;
        }
        return new WireRequest(
                request.method(),
                "/" + host.group(1) + request.rawPath(),
                request.query(),
                request.headers(),
                request.body(),
                request.peer());
    }
}
