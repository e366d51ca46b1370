package dev.provision.cli;

import dev.provision.TheirNetwork;
import dev.provision.aws.AwsConnection;
import dev.provision.localcloud.LocalCloud;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.services.acm.AcmClient;
import software.amazon.awssdk.services.acm.model.ResourceRecord;
import software.amazon.awssdk.services.acm.model.ValidationMethod;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.route53.Route53Client;
import software.amazon.awssdk.services.route53.model.ChangeAction;
import software.amazon.awssdk.services.route53.model.RRType;
import software.amazon.awssdk.services.route53.model.ResourceRecordSet;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.wafv2.Wafv2Client;
import software.amazon.awssdk.services.wafv2.model.Scope;

/** Makes what an environment can bring, as somebody else. */
@SuppressWarnings("unchecked") // the SDK has varargs of generic consumers
final class BroughtThings {
    /** What the ARN of a role starts with. */
    static final String ROLES = "arn:aws:iam::000000000000:role/";

    /** Of a bucket for the logs of load balancers. */
    static final String BUCKET = "demo-logs";

    private final LocalCloud cloud;

    BroughtThings(LocalCloud cloud) {
        this.cloud = cloud;
    }

    private <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C client(B builder) {
        return AwsConnection.at(cloud.endpoint(), "eu-west-2", duration -> {}).client(builder);
    }

    /** @param actions what it may do, each in quotation marks */
    void role(String name, String service, String actions) {
        IamClient iam = client(IamClient.builder());
        iam.createRole(r -> r.roleName(name).assumeRolePolicyDocument("""
                {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole",
                "Principal":{"Service":["%s"]}}]}""".formatted(service)));
        iam.putRolePolicy(r -> r.roleName(name).policyName("all").policyDocument("""
                {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":[%s],"Resource":"*"}]}""".formatted(actions)));
    }

    /** @return the ARN of one that is not issued yet */
    String certificate(String name) {
        return client(AcmClient.builder())
                .requestCertificate(r -> r.domainName(name).validationMethod(ValidationMethod.DNS))
                .certificateArn();
    }

    /** With the record that ACM wants to see. */
    void prove(String certificate) {
        proof(certificate, ChangeAction.CREATE);
    }

    /** Without that record: what is issued stays so until it is to be renewed. */
    void unprove(String certificate) {
        proof(certificate, ChangeAction.DELETE);
    }

    private void proof(String certificate, ChangeAction action) {
        ResourceRecord proof = client(AcmClient.builder())
                .describeCertificate(r -> r.certificateArn(certificate))
                .certificate()
                .domainValidationOptions()
                .getFirst()
                .resourceRecord();
        Route53Client route53 = client(Route53Client.builder());
        String zone = zone();
        route53.changeResourceRecordSets(r -> r.hostedZoneId(zone)
                .changeBatch(b -> b.changes(c -> c.action(action).resourceRecordSet(s -> s.name(proof.name())
                        .type(RRType.CNAME)
                        .ttl(60L)
                        .resourceRecords(v -> v.value(proof.value()))))));
    }

    /** The public zone of example.com, made where it is not there yet; its id. */
    String zone() {
        Route53Client route53 = client(Route53Client.builder());
        return route53.listHostedZones().hostedZones().stream()
                .filter(zone -> zone.name().equals("example.com."))
                .findFirst()
                .orElseGet(() -> route53.createHostedZone(
                                r -> r.name("example.com").callerReference("one"))
                        .hostedZone())
                .id();
    }

    /** Makes a record another one's: it points elsewhere, and the mark beside it says so. */
    void takeOver(String zone, String name) {
        Route53Client route53 = client(Route53Client.builder());
        route53.changeResourceRecordSets(r -> r.hostedZoneId(zone)
                .changeBatch(b -> b.changes(
                        c -> c.action(ChangeAction.UPSERT).resourceRecordSet(s -> s.name(name)
                                .type(RRType.A)
                                .ttl(60L)
                                .resourceRecords(v -> v.value("192.0.2.1"))),
                        c -> c.action(ChangeAction.UPSERT).resourceRecordSet(s -> s.name("_provision." + name)
                                .type(RRType.TXT)
                                .ttl(60L)
                                .resourceRecords(v -> v.value("\"heritage=provision,name=other,env=dev\""))))));
    }

    /** An address is deleted, and what says whose it was is left. */
    void deleteAddress(String zone, String name) {
        Route53Client route53 = client(Route53Client.builder());
        ResourceRecordSet address = route53.listResourceRecordSets(r -> r.hostedZoneId(zone)
                        .startRecordName(name)
                        .startRecordType(RRType.A)
                        .maxItems("1"))
                .resourceRecordSets()
                .getFirst();
        route53.changeResourceRecordSets(r -> r.hostedZoneId(zone)
                .changeBatch(b -> b.changes(c -> c.action(ChangeAction.DELETE).resourceRecordSet(address))));
    }

    /** @return the ARN */
    String webAcl() {
        return client(Wafv2Client.builder())
                .createWebACL(r -> r.name("open")
                        .scope(Scope.REGIONAL)
                        .defaultAction(a -> a.allow(allow -> {}))
                        .visibilityConfig(v -> v.metricName("open")
                                .cloudWatchMetricsEnabled(false)
                                .sampledRequestsEnabled(false)))
                .summary()
                .arn();
    }

    void bucket() {
        S3Client s3 = client(S3Client.builder());
        s3.createBucket(r -> r.bucket(BUCKET));
        s3.putBucketPolicy(r -> r.bucket(BUCKET).policy("""
                {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:PutObject",
                "Principal":{"Service":"logdelivery.elasticloadbalancing.amazonaws.com"},
                "Resource":"arn:aws:s3:::%s/*"}]}""".formatted(BUCKET)));
    }

    /** @return the ARN */
    String topic() {
        return client(SnsClient.builder()).createTopic(r -> r.name("others")).topicArn();
    }

    /** With both ways. */
    TheirNetwork network() {
        TheirNetwork network = new TheirNetwork(client(Ec2Client.builder()));
        network.open();
        network.closed();
        return network;
    }
}
