package dev.provision.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.services.acm.AcmClient;
import software.amazon.awssdk.services.acm.model.CertificateSummary;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Certificate;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Listener;

/**
 * What others may do with certificates. AWS refuses to delete one that a listener uses
 * (https://docs.aws.amazon.com/acm/latest/APIReference/API_DeleteCertificate.html), so the listener gets another one before
 * that, or goes. The records that prove a certificate are among those of {@link TrafficMeddlings}.
 */
@SuppressWarnings("unchecked") // the SDK has varargs of generic consumers
final class CertificateMeddlings {
    private static final String THEIRS = "theirs.example.com";

    private final Steps steps;
    private final BroughtThings things;
    private final AcmClient acm;
    private final ElasticLoadBalancingV2Client elb;

    CertificateMeddlings(Account account, Steps steps) {
        this.steps = steps;
        things = new BroughtThings(account.cloud());
        acm = account.client(AcmClient.builder());
        elb = account.client(ElasticLoadBalancingV2Client.builder());
    }

    List<Meddling> all() {
        List<Meddling> all = new ArrayList<>();
        certificates().stream()
                .map(CertificateSummary::certificateArn)
                .filter(arn -> !steps.of(arn).isEmpty())
                .forEach(arn -> all.add(new Meddling(
                        "certificate deleted",
                        steps.of(arn).toString(),
                        steps.of(arn),
                        () -> acm.deleteCertificate(r -> r.certificateArn(arn)))));
        elb.describeLoadBalancers()
                .loadBalancers()
                .forEach(balancer ->
                        elb.describeListeners(r -> r.loadBalancerArn(balancer.loadBalancerArn())).listeners().stream()
                                .filter(Listener::hasCertificates)
                                .forEach(listener -> all.addAll(listener(listener))));
        return all;
    }

    private List<CertificateSummary> certificates() {
        return acm.listCertificates().certificateSummaryList();
    }

    private List<Meddling> listener(Listener listener) {
        String arn = listener.listenerArn();
        String ours = listener.certificates().getFirst().certificateArn();
        String with = String.valueOf(listener.port());
        Set<String> certificate = steps.of(ours);
        List<Meddling> all = new ArrayList<>();
        all.add(new Meddling("listener's certificate", with, steps.of(arn), () -> present(arn)));
        all.add(new Meddling(
                "certificate added to a listener",
                with,
                Set.of(),
                () -> elb.addListenerCertificates(r -> r.listenerArn(arn).certificates(theirs()))));
        if (!certificate.isEmpty()) {
            all.add(new Meddling("certificate exchanged and deleted", with, certificate, () -> {
                present(arn);
                acm.deleteCertificate(r -> r.certificateArn(ours));
            }));
            all.add(new Meddling("certificate deleted with its listener", with, certificate, () -> {
                elb.deleteListener(r -> r.listenerArn(arn));
                acm.deleteCertificate(r -> r.certificateArn(ours));
            }));
        }
        return all;
    }

    private void present(String listener) {
        Certificate theirs = theirs();
        elb.modifyListener(r -> r.listenerArn(listener).certificates(theirs));
    }

    /** Theirs, which is nobody's step; made and proved where it is not there yet. */
    private Certificate theirs() {
        String arn = certificates().stream()
                .filter(certificate -> certificate.domainName().equals(THEIRS))
                .map(CertificateSummary::certificateArn)
                .findFirst()
                .orElseGet(() -> {
                    String made = things.certificate(THEIRS);
                    things.prove(made);
                    things.unprove(made);
                    return made;
                });
        return Certificate.builder().certificateArn(arn).build();
    }
}
