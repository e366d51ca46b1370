package dev.provision.localcloud.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.provision.localcloud.AwsCli;
import dev.provision.localcloud.Clients;
import dev.provision.localcloud.LocalCloud;
import dev.provision.localcloud.Options;
import dev.provision.localcloud.PublicNetwork;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.InvalidConfigurationRequestException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerAttribute;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.CreateBucketRequest;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Buckets and objects as the SDK and the command line see them. */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class S3Test {
    private LocalCloud cloud;
    private S3Client client;
    private ElasticLoadBalancingV2Client elb;

    @BeforeAll
    void start() {
        cloud = LocalCloud.start(Options.forTests());
        client = Clients.of(S3Client.builder(), cloud.endpoint());
        elb = Clients.of(ElasticLoadBalancingV2Client.builder(), cloud.endpoint());
    }

    @AfterAll
    void stop() {
        client.close();
        elb.close();
        cloud.close();
    }

    private void create(String name) {
        client.createBucket(CreateBucketRequest.builder()
                .bucket(name)
                .createBucketConfiguration(c -> c.locationConstraint("eu-west-2"))
                .build());
    }

    private static void refused(String code, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(S3Exception.class, e -> assertThat(
                        e.awsErrorDetails().errorCode())
                .isEqualTo(code));
    }

    @Test
    void aBucketIsMadeOnceInItsRegionAndStaysWhileItHoldsSomething() {
        create("kept");
        assertThat(client.listBuckets().buckets())
                .anyMatch(bucket -> bucket.name().equals("kept"));
        assertThat(client.getBucketLocation(r -> r.bucket("kept")).locationConstraintAsString())
                .isEqualTo("eu-west-2");
        assertThat(client.headBucket(r -> r.bucket("kept")).bucketRegion()).isEqualTo("eu-west-2");
        refused("BucketAlreadyOwnedByYou", () -> create("kept"));
        refused("InvalidBucketName", () -> create("xn--kept"));
        client.putObject(r -> r.bucket("kept").key("a"), RequestBody.fromString("x"));
        refused("BucketNotEmpty", () -> client.deleteBucket(r -> r.bucket("kept")));
        client.deleteObject(r -> r.bucket("kept").key("a"));
        client.deleteBucket(r -> r.bucket("kept"));
        assertThatThrownBy(() -> client.headBucket(r -> r.bucket("kept"))).isInstanceOf(NoSuchBucketException.class);
        refused("NoSuchBucket", () -> client.putObject(r -> r.bucket("kept").key("a"), RequestBody.empty()));
        refused("UnknownOperationException", () -> client.getBucketAcl(r -> r.bucket("kept")));
    }

    @Test
    void aPolicyIsKeptAsItWasPut() {
        create("policies");
        refused("NoSuchBucketPolicy", () -> client.getBucketPolicy(r -> r.bucket("policies")));
        refused(
                "MalformedPolicy",
                () -> client.putBucketPolicy(r -> r.bucket("policies").policy("{")));
        String policy = "{\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"s3:GetObject\","
                + "\"Resource\":\"arn:aws:s3:::policies/*\"}]}";
        client.putBucketPolicy(r -> r.bucket("policies").policy(policy));
        assertThat(client.getBucketPolicy(r -> r.bucket("policies")).policy()).isEqualTo(policy);
        client.deleteBucketPolicy(r -> r.bucket("policies"));
        refused("NoSuchBucketPolicy", () -> client.getBucketPolicy(r -> r.bucket("policies")));
    }

    @Test
    void objectsComeOutAsTheyWentInAndAreListedByPrefixAndDelimiter() {
        create("objects");
        byte[] bytes = {0, 1, -1, 10, 13};
        client.putObject(
                r -> r.bucket("objects").key("logs/2026/ä b+c").contentType("image/png"), RequestBody.fromBytes(bytes));
        var read = client.getObjectAsBytes(r -> r.bucket("objects").key("logs/2026/ä b+c"));
        assertThat(read.asByteArray()).isEqualTo(bytes);
        assertThat(read.response().contentType()).isEqualTo("image/png");
        assertThat(client.headObject(r -> r.bucket("objects").key("logs/2026/ä b+c"))
                        .contentLength())
                .isEqualTo(5);
        assertThatThrownBy(
                        () -> client.getObjectAsBytes(r -> r.bucket("objects").key("none")))
                .isInstanceOf(NoSuchKeyException.class);
        IntStream.range(0, 5)
                .forEach(i ->
                        client.putObject(r -> r.bucket("objects").key("logs/" + i), RequestBody.fromString("" + i)));
        assertThat(client.listObjectsV2Paginator(
                                r -> r.bucket("objects").prefix("logs/").maxKeys(2))
                        .contents())
                .extracting(S3Object::key)
                .containsExactly("logs/0", "logs/1", "logs/2", "logs/2026/ä b+c", "logs/3", "logs/4");
        var rolledUp =
                client.listObjectsV2(r -> r.bucket("objects").prefix("logs/").delimiter("/"));
        assertThat(rolledUp.contents()).hasSize(5);
        assertThat(rolledUp.commonPrefixes()).extracting(CommonPrefix::prefix).containsExactly("logs/2026/");
        client.deleteObjects(r -> r.bucket("objects").delete(d -> d.objects(id("logs/0"), id("logs/1"))));
        assertThat(client.listObjectsV2(r -> r.bucket("objects")).keyCount()).isEqualTo(4);
    }

    private static ObjectIdentifier id(String key) {
        return ObjectIdentifier.builder().key(key).build();
    }

    @Test
    void theBucketMayStandInTheHost() throws IOException {
        create("in-the-host");
        assertThat(status("PUT /a/b HTTP/1.1\r\nHost: in-the-host.s3.localhost:4566\r\nContent-Length: 1\r\n", "x"))
                .isEqualTo("HTTP/1.1 200");
        assertThat(client.getObjectAsBytes(r -> r.bucket("in-the-host").key("a/b"))
                        .asUtf8String())
                .isEqualTo("x");
        assertThat(status("DELETE /a/b HTTP/1.1\r\nHost: in-the-host.localhost\r\n", ""))
                .isEqualTo("HTTP/1.1 204");
        assertThat(client.listObjectsV2(r -> r.bucket("in-the-host")).keyCount())
                .isZero();
    }

    /** Names below localhost are not resolved on every machine, so that a client of S3 cannot be had for this. */
    private String status(String head, String body) throws IOException {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), cloud.endpoint().getPort())) {
            socket.setSoTimeout(10_000);
            String signed = head + "Authorization: AWS4-HMAC-SHA256 Credential=test/20260101/eu-west-2/s3/aws4_request,"
                    + " SignedHeaders=host, Signature=0\r\nX-Amz-Date: 20260101T000000Z\r\n\r\n" + body;
            socket.getOutputStream().write(signed.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
        }
    }

    @Test
    void theCommandLinePutsAndIsRefused(@TempDir Path folder) throws Exception {
        create("from-the-shell");
        AwsCli aws = AwsCli.of(cloud);
        Path file = Files.writeString(folder.resolve("a.txt"), "hello", StandardCharsets.UTF_8);
        aws.run("s3api", "put-object", "--bucket", "from-the-shell", "--key", "b/a.txt", "--body", file.toString());
        assertThat(aws.refused("s3api", "create-bucket", "--bucket", "elsewhere"))
                .contains("IllegalLocationConstraintException");
        assertThat(client.getObjectAsBytes(r -> r.bucket("from-the-shell").key("b/a.txt"))
                        .asUtf8String())
                .isEqualTo("hello");
    }

    private void log(String loadBalancer, String bucket) {
        elb.modifyLoadBalancerAttributes(r -> r.loadBalancerArn(loadBalancer)
                .attributes(
                        attribute("access_logs.s3.enabled", "true"),
                        attribute("access_logs.s3.bucket", bucket),
                        attribute("access_logs.s3.prefix", "web")));
    }

    private static LoadBalancerAttribute attribute(String key, String value) {
        return LoadBalancerAttribute.builder().key(key).value(value).build();
    }

    /** A bucket that lets somebody write below a folder. */
    private void allow(String bucket, String principal, String folder) {
        client.putBucketPolicy(r -> r.bucket(bucket)
                .policy("{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":" + principal
                        + ",\"Action\":\"s3:PutObject\",\"Resource\":\"arn:aws:s3:::" + bucket + "/" + folder
                        + "/*\"}]}"));
    }

    @Test
    void aLoadBalancerLogsOnlyIntoABucketWhosePolicyLetsItsServiceWrite() {
        String loadBalancer;
        try (Ec2Client ec2 = Clients.of(Ec2Client.builder(), cloud.endpoint())) {
            PublicNetwork network = PublicNetwork.in(ec2, "10.124");
            loadBalancer = elb.createLoadBalancer(
                            r -> r.name("logs").subnets(network.subnets()).securityGroups(network.group()))
                    .loadBalancers()
                    .getFirst()
                    .loadBalancerArn();
        }
        refusedToLog(() -> log(loadBalancer, "no-such-bucket"));
        create("logs");
        refusedToLog(() -> log(loadBalancer, "logs"));
        allow("logs", "{\"AWS\":\"arn:aws:iam::652711504416:root\"}", "other/AWSLogs/000000000000");
        refusedToLog(() -> log(loadBalancer, "logs"));
        allow("logs", "{\"AWS\":\"arn:aws:iam::652711504416:root\"}", "web/AWSLogs/000000000000");
        log(loadBalancer, "logs");
        allow("logs", "{\"Service\":\"logdelivery.elasticloadbalancing.amazonaws.com\"}", "web/AWSLogs/000000000000");
        log(loadBalancer, "logs");
        assertThat(client.listObjectsV2(r -> r.bucket("logs")).contents())
                .extracting(S3Object::key)
                .containsExactly("web/AWSLogs/000000000000/ELBAccessLogTestFile");
    }

    private static void refusedToLog(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOf(InvalidConfigurationRequestException.class)
                .hasMessageContaining("Please check S3bucket permission");
    }
}
