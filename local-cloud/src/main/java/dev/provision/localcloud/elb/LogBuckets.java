package dev.provision.localcloud.elb;

import dev.provision.localcloud.elb.ElbState.Balancing;
import dev.provision.localcloud.iam.Principal;
import dev.provision.localcloud.s3.Deliveries;
import dev.provision.localcloud.state.Account;
import dev.provision.localcloud.state.Ids;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/** The buckets that load balancers log into (Elastic Load Balancing guide, enable-access-logging). */
final class LogBuckets {
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyy/MM/dd");
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmm'Z'");
    static final String ENABLED = "access_logs.s3.enabled";
    private static final String BUCKET = "access_logs.s3.bucket";
    private static final String PREFIX = "access_logs.s3.prefix";

    /** Who delivers: the service, and in eu-west-2, as in all older regions, an account of Elastic Load Balancing's. */
    private static final List<Principal> DELIVERERS = List.of(
            new Principal.Service("logdelivery.elasticloadbalancing.amazonaws.com"),
            new Principal.Identity("arn:aws:iam::652711504416:root"));

    private final Account account;
    private final Deliveries deliveries;

    LogBuckets(Account account, Deliveries deliveries) {
        this.account = account;
        this.deliveries = deliveries;
    }

    /**
     * Looks whether a load balancer may log as its attributes say, and leaves a file as AWS does.
     *
     * @throws dev.provision.localcloud.wire.AwsError if it may not
     */
    void check(Map<String, String> attributes) {
        if (!logged(attributes)) {
            return;
        }
        String bucket = attributes.get(BUCKET);
        if (bucket.isEmpty()) {
            throw Errors.validation("The value of '" + BUCKET + "' cannot be empty");
        }
        String key = folder(attributes) + "ELBAccessLogTestFile";
        if (!deliveries.mayPut(DELIVERERS, bucket, key)) {
            throw Errors.configuration("Access Denied for bucket: " + bucket + ". Please check S3bucket permission");
        }
        String text = "Enable AccessLog for ELB\n";
        deliveries.put(bucket, key, text.getBytes(StandardCharsets.UTF_8), "text/plain");
    }

    /** Whether a load balancer logs. */
    static boolean logged(Balancing balancing) {
        return logged(balancing.attributes());
    }

    private static boolean logged(Map<String, String> attributes) {
        return attributes.get(ENABLED).equals("true");
    }

    /** Puts lines into the bucket, or drops them if that is not allowed any more. */
    void deliver(Balancing balancing, List<String> lines, Instant now) {
        String bucket = balancing.attributes().get(BUCKET);
        ZonedDateTime end = now.atZone(ZoneOffset.UTC);
        String key = folder(balancing.attributes()) + "elasticloadbalancing/" + account.region() + "/"
                + DAY.format(end) + "/" + account.id() + "_elasticloadbalancing_" + account.region() + "_"
                + balancing.dimension().replace('/', '.') + "_" + MINUTE.format(end) + "_"
                + balancing.nodes().getFirst().privateIp() + "_" + Ids.hex(8) + ".log.gz";
        if (deliveries.mayPut(DELIVERERS, bucket, key)) {
            deliveries.put(bucket, key, zipped(lines), "application/octet-stream");
        }
    }

    private static byte[] zipped(List<String> lines) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
            zip.write((String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private String folder(Map<String, String> attributes) {
        String prefix = attributes.get(PREFIX);
        return (prefix.isEmpty() ? "" : prefix + "/") + "AWSLogs/" + account.id() + "/";
    }
}
