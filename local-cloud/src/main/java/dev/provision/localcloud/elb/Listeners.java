package dev.provision.localcloud.elb;

import dev.provision.localcloud.elb.ElbState.Balancing;
import dev.provision.localcloud.elb.ElbState.Listening;
import dev.provision.localcloud.state.Ids;
import dev.provision.localcloud.state.Quota;
import dev.provision.localcloud.wire.AwsError;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Certificate;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateListenerRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateListenerResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteListenerRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteListenerResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeListenersRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeListenersResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Listener;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyListenerRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyListenerResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.MutualAuthenticationAttributes;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ProtocolEnum;

/** Listeners: made, described, changed, deleted. */
public final class Listeners implements ElbApi {

    private final ElbState state;
    private final Tags tags;
    private final Actions actions;
    private final ListenerCertificates certificates;
    private final Publication publication;

    Listeners(ElbState state, Tags tags, Actions actions, ListenerCertificates certificates, Publication publication) {
        this.state = state;
        this.tags = tags;
        this.actions = actions;
        this.certificates = certificates;
        this.publication = publication;
    }

    public CreateListenerResponse createListener(CreateListenerRequest request) {
        Balancing balancing = state.balancer(request.loadBalancerArn());
        Tags.check(request.tags());
        String dimension = balancing.dimension();
        String arn = request.loadBalancerArn().replace(":loadbalancer/" + dimension, ":listener/" + dimension) + "/"
                + Ids.hex(16);
        Listener wanted = complete(
                Listener.builder()
                        .listenerArn(arn)
                        .loadBalancerArn(request.loadBalancerArn())
                        .port(request.port())
                        .protocol(request.protocol())
                        .sslPolicy(request.sslPolicy())
                        .certificates(request.certificates())
                        .mutualAuthentication(request.mutualAuthentication())
                        .defaultActions(request.defaultActions())
                        .build(),
                balancing);
        Optional<Listening> existing = at(request.loadBalancerArn(), request.port());
        if (existing.isPresent()) {
            return CreateListenerResponse.builder()
                    .listeners(sameOrRefused(existing.get().shape(), wanted))
                    .build();
        }
        state.checkRoom(
                state.listenersOf(request.loadBalancerArn()).size(),
                Quota.LISTENERS_PER_LOAD_BALANCER,
                "TooManyListeners",
                "A load balancer cannot have more than '%s' listeners");
        Listening made = new Listening(
                wanted, List.of(), AttributeOperations.kinds(wanted.protocol()).defaults(), 0);
        state.listeners.put(arn, made);
        publication.open(made);
        tags.put(arn, request.tags());
        publication.publish();
        return CreateListenerResponse.builder().listeners(wanted).build();
    }

    /** Checks a listener and fills in what AWS fills in. */
    private Listener complete(Listener wanted, Balancing balancing) {
        if (wanted.port() == null || wanted.port() < 1 || wanted.port() > 65_535) {
            throw Errors.validation("A listener port in the range 1-65535 must be specified");
        }
        if (wanted.protocol() != ProtocolEnum.HTTP && wanted.protocol() != ProtocolEnum.HTTPS) {
            throw Errors.validation(
                    "Listener protocol '" + wanted.protocolAsString() + "' must be one of 'HTTPS, HTTP'");
        }
        Listener.Builder completed = wanted.toBuilder()
                .defaultActions(actions.complete(wanted.defaultActions(), balancing, wanted.protocol()));
        if (wanted.protocol() == ProtocolEnum.HTTP) {
            if (!wanted.certificates().isEmpty()) {
                throw Errors.validation("Certificates cannot be specified for HTTP listeners");
            }
            return completed
                    .sslPolicy(null)
                    .mutualAuthentication((MutualAuthenticationAttributes) null)
                    .build();
        }
        String policy = wanted.sslPolicy() == null ? SecurityPolicies.DEFAULT : wanted.sslPolicy();
        SecurityPolicies.find(policy);
        if (wanted.certificates().size() != 1) {
            throw Errors.validation("A certificate must be specified for HTTPS listeners, and only one");
        }
        certificates.check(wanted.certificates().getFirst().certificateArn());
        return completed
                .sslPolicy(policy)
                .certificates(Certificate.builder()
                        .certificateArn(wanted.certificates().getFirst().certificateArn())
                        .build())
                .mutualAuthentication(
                        wanted.mutualAuthentication() == null
                                ? MutualAuthenticationAttributes.builder()
                                        .mode("off")
                                        .build()
                                : wanted.mutualAuthentication())
                .build();
    }

    private Optional<Listening> at(String balancerArn, Integer port) {
        return state.listenersOf(balancerArn).stream()
                .filter(one -> one.shape().port().equals(port))
                .findFirst();
    }

    private static Listener sameOrRefused(Listener existing, Listener wanted) {
        if (!existing.equals(
                wanted.toBuilder().listenerArn(existing.listenerArn()).build())) {
            throw AwsError.badRequest(
                    "DuplicateListener",
                    "A listener already exists on this port for this load balancer '" + existing.loadBalancerArn()
                            + "'");
        }
        return existing;
    }

    public DescribeListenersResponse describeListeners(DescribeListenersRequest request) {
        if ((request.loadBalancerArn() == null) == request.listenerArns().isEmpty()) {
            throw Errors.validation("You must specify either listener ARNs or a load balancer ARN");
        }
        Stream<Listening> chosen = request.loadBalancerArn() == null
                ? request.listenerArns().stream().map(state::listener)
                : state
                        .listenersOf(state.balancer(request.loadBalancerArn())
                                .shape()
                                .loadBalancerArn())
                        .stream();
        Page<Listener> page = Page.of(chosen.map(Listening::shape).toList(), request.marker(), request.pageSize());
        return DescribeListenersResponse.builder()
                .listeners(page.items())
                .nextMarker(page.nextMarker())
                .build();
    }

    public ModifyListenerResponse modifyListener(ModifyListenerRequest request) {
        Listening before = state.listener(request.listenerArn());
        Listener old = before.shape();
        ProtocolEnum protocol = or(request.protocol(), old.protocol());
        Listener wanted = complete(
                old.toBuilder()
                        .port(or(request.port(), old.port()))
                        .protocol(protocol)
                        .sslPolicy(or(request.sslPolicy(), old.sslPolicy()))
                        .certificates(
                                request.certificates().isEmpty() && protocol == ProtocolEnum.HTTPS
                                        ? old.certificates()
                                        : request.certificates())
                        .mutualAuthentication(or(request.mutualAuthentication(), old.mutualAuthentication()))
                        .defaultActions(
                                request.defaultActions().isEmpty() ? old.defaultActions() : request.defaultActions())
                        .build(),
                state.balancer(old.loadBalancerArn()));
        Optional<Listening> other = at(old.loadBalancerArn(), wanted.port())
                .filter(one -> !one.shape().listenerArn().equals(request.listenerArn()));
        if (other.isPresent()) {
            throw AwsError.badRequest(
                    "DuplicateListener",
                    "A listener already exists on this port for this load balancer '" + old.loadBalancerArn() + "'");
        }
        replace(before, wanted);
        publication.publish();
        return ModifyListenerResponse.builder().listeners(wanted).build();
    }

    private void replace(Listening before, Listener wanted) {
        Listener old = before.shape();
        Listening after = protocolKept(before, wanted);
        state.listeners.put(wanted.listenerArn(), after);
        boolean reopen = !old.port().equals(wanted.port())
                || old.protocol() != wanted.protocol()
                || (wanted.sslPolicy() != null && !wanted.sslPolicy().equals(old.sslPolicy()));
        if (reopen) {
            publication.shut(wanted.listenerArn());
            try {
                publication.open(after);
            } catch (AwsError taken) {
                state.listeners.put(old.listenerArn(), before);
                publication.open(before);
                throw taken;
            }
        } else {
            publication.present(after);
        }
    }

    private static Listening protocolKept(Listening before, Listener wanted) {
        return before.shape().protocol() == wanted.protocol()
                ? before.with(wanted)
                : new Listening(
                        wanted,
                        List.of(),
                        AttributeOperations.kinds(wanted.protocol()).defaults(),
                        before.visiblePort());
    }

    private static <T> T or(T value, T otherwise) {
        return value == null ? otherwise : value;
    }

    public DeleteListenerResponse deleteListener(DeleteListenerRequest request) {
        state.listener(request.listenerArn());
        publication.remove(request.listenerArn());
        publication.publish();
        return DeleteListenerResponse.builder().build();
    }
}
