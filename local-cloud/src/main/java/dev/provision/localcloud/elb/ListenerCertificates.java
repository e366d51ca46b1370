package dev.provision.localcloud.elb;

import dev.provision.localcloud.acm.Certificates;
import dev.provision.localcloud.elb.ElbState.Listening;
import dev.provision.localcloud.wire.AwsError;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.AddListenerCertificatesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.AddListenerCertificatesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Certificate;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeListenerCertificatesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeListenerCertificatesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ProtocolEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RemoveListenerCertificatesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RemoveListenerCertificatesResponse;

/** The certificates of listeners beyond their default one. */
public final class ListenerCertificates implements ElbApi {
    private static final int MOST = 25;
    private final ElbState state;
    private final Certificates certificates;
    private final Publication publication;

    ListenerCertificates(ElbState state, Certificates certificates, Publication publication) {
        this.state = state;
        this.certificates = certificates;
        this.publication = publication;
    }

    /** Refuses a certificate that a listener cannot present. */
    void check(String arn) {
        if (arn == null || !certificates.exists(arn)) {
            throw AwsError.badRequest("CertificateNotFound", "Certificate '" + arn + "' not found");
        }
        if (certificates.find(arn).isEmpty()) {
            throw AwsError.badRequest(
                    "UnsupportedCertificate",
                    "The certificate '" + arn
                            + "' must have a fully-qualified domain name, a supported signature, and a supported key size.");
        }
    }

    public AddListenerCertificatesResponse addListenerCertificates(AddListenerCertificatesRequest request) {
        Listening before = secure(request.listenerArn());
        List<String> all = new ArrayList<>(before.furtherCertificates());
        for (Certificate one : request.certificates()) {
            check(one.certificateArn());
            if (!all.contains(one.certificateArn()) && !standard(before).equals(one.certificateArn())) {
                all.add(one.certificateArn());
            }
        }
        if (all.size() > MOST) {
            throw AwsError.badRequest("TooManyCertificates", "A load balancer cannot have more than '25' certificates");
        }
        replace(before, all);
        return AddListenerCertificatesResponse.builder()
                .certificates(request.certificates())
                .build();
    }

    public RemoveListenerCertificatesResponse removeListenerCertificates(RemoveListenerCertificatesRequest request) {
        Listening before = secure(request.listenerArn());
        List<String> rest = new ArrayList<>(before.furtherCertificates());
        for (Certificate one : request.certificates()) {
            if (standard(before).equals(one.certificateArn())) {
                throw AwsError.badRequest("OperationNotPermitted", "The default certificate cannot be removed");
            }
            rest.remove(one.certificateArn());
        }
        replace(before, rest);
        return RemoveListenerCertificatesResponse.builder().build();
    }

    private void replace(Listening before, List<String> further) {
        Listening after = new Listening(before.shape(), further, before.attributes(), before.visiblePort());
        state.listeners.put(before.shape().listenerArn(), after);
        publication.present(after);
        publication.publish();
    }

    public DescribeListenerCertificatesResponse describeListenerCertificates(
            DescribeListenerCertificatesRequest request) {
        Listening listening = state.listener(request.listenerArn());
        List<Certificate> all = new ArrayList<>();
        listening
                .shape()
                .certificates()
                .forEach(one -> all.add(one.toBuilder().isDefault(true).build()));
        listening
                .furtherCertificates()
                .forEach(arn -> all.add(Certificate.builder()
                        .certificateArn(arn)
                        .isDefault(false)
                        .build()));
        Page<Certificate> page = Page.of(all, request.marker(), request.pageSize());
        return DescribeListenerCertificatesResponse.builder()
                .certificates(page.items())
                .nextMarker(page.nextMarker())
                .build();
    }

    private Listening secure(String listenerArn) {
        Listening listening = state.listener(listenerArn);
        if (listening.shape().protocol() != ProtocolEnum.HTTPS) {
            throw Errors.validation("Certificates cannot be specified for HTTP listeners");
        }
        return listening;
    }

    private static String standard(Listening listening) {
        return listening.shape().certificates().getFirst().certificateArn();
    }
}
