package dev.provision.localcloud.elb;

import dev.provision.localcloud.acm.Certificate;
import dev.provision.localcloud.acm.Certificates;
import dev.provision.localcloud.elb.ElbState.Balancing;
import dev.provision.localcloud.elb.ElbState.Listening;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ProtocolEnum;

/** Brings what changed in the model to the data plane. Called at the end of every operation that changes something. */
final class Publication {
    private final ElbState state;
    private final DataPlane dataPlane;
    private final RoutesCompiler compiler;
    private final Certificates certificates;
    private final List<Runnable> followers = new ArrayList<>();

    Publication(ElbState state, DataPlane dataPlane, RoutesCompiler compiler, Certificates certificates) {
        this.state = state;
        this.dataPlane = dataPlane;
        this.compiler = compiler;
        this.certificates = certificates;
    }

    /** Has something done before the data plane learns of a change. */
    void before(Runnable follower) {
        followers.add(follower);
    }

    void publish() {
        followers.forEach(Runnable::run);
        routes();
        certificates.inUse(certificateUsers());
    }

    /** Brings the routes alone, when only the health of targets has changed. */
    void routes() {
        state.listeners.values().forEach(listening -> dataPlane.route(compiler.compile(listening)));
    }

    /**
     * Opens a listener that is in the model.
     *
     * @throws dev.provision.localcloud.wire.AwsError if its port is taken; then it is not in the model any more
     */
    void open(Listening listening) {
        String arn = listening.shape().listenerArn();
        Balancing balancing = state.balancer(listening.shape().loadBalancerArn());
        Optional<DataPlane.TlsTerms> tls = listening.shape().protocol() == ProtocolEnum.HTTPS
                ? Optional.of(new DataPlane.TlsTerms(
                        certificatesOf(listening),
                        SecurityPolicies.protocols(listening.shape().sslPolicy()),
                        Boolean.parseBoolean(balancing.attributes().get("routing.http2.enabled"))))
                : Optional.empty();
        DataPlane.Opening opening = new DataPlane.Opening(
                arn, balancing.address(), listening.shape().port(), tls);
        try {
            int port = dataPlane.open(opening, compiler.compile(listening));
            state.listeners.put(arn, listening.at(port));
        } catch (DataPlane.PortTaken taken) {
            state.removeListener(arn);
            throw Errors.configuration("The listener's port "
                    + listening.shape().port()
                    + " would appear on this machine as port " + taken.port() + ", but that "
                    + taken.getMessage() + ". Stop that program, or start the local cloud with another --port-offset.");
        }
    }

    /** Shows clients the certificates that the listener now has. */
    void present(Listening listening) {
        dataPlane.present(listening.shape().listenerArn(), certificatesOf(listening));
    }

    private List<Certificate> certificatesOf(Listening listening) {
        List<Certificate> all = new ArrayList<>();
        listening.shape().certificates().forEach(one -> certificates
                .find(one.certificateArn())
                .ifPresent(all::add));
        listening.furtherCertificates().forEach(arn -> certificates.find(arn).ifPresent(all::add));
        return all;
    }

    /** Stops listening, without forgetting the listener. */
    void shut(String listenerArn) {
        dataPlane.close(listenerArn);
    }

    /** Stops listening, and forgets the listener and its rules. */
    void remove(String listenerArn) {
        dataPlane.close(listenerArn);
        state.removeListener(listenerArn);
    }

    private Map<String, Set<String>> certificateUsers() {
        Map<String, Set<String>> users = new HashMap<>();
        state.listeners.values().forEach(listening -> {
            List<String> arns = new ArrayList<>(listening.furtherCertificates());
            listening.shape().certificates().forEach(one -> arns.add(one.certificateArn()));
            arns.forEach(arn -> users.computeIfAbsent(arn, _ -> new TreeSet<>())
                    .add(listening.shape().loadBalancerArn()));
        });
        return users;
    }
}
