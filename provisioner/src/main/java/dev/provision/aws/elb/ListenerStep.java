package dev.provision.aws.elb;

import dev.provision.aws.Api;
import dev.provision.aws.Changes;
import dev.provision.aws.Owner;
import dev.provision.graph.Change;
import dev.provision.graph.Ref;
import dev.provision.graph.StepKey;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.FixedResponseActionConfig;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Listener;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ProtocolEnum;

/** An HTTP listener that answers what no rule matches with a fixed JSON 404. */
public final class ListenerStep extends ElbStep<ListenerStep.Live> {
    private static final String DEFAULT = "default_action";
    private static final FixedResponseActionConfig NOT_FOUND = FixedResponseActionConfig.builder()
            .statusCode("404")
            .contentType("application/json")
            .messageBody("{\"status\":404,\"error\":\"Not Found\"}")
            .build();
    private final int port;
    private final Ref<LoadBalancerStep.Live> loadBalancer;

    public ListenerStep(
            StepKey key,
            int port,
            Ref<LoadBalancerStep.Live> loadBalancer,
            Owner owner,
            Api<ElasticLoadBalancingV2Client> elb) {
        super(key, needs(loadBalancer), owner, elb);
        this.port = port;
        this.loadBalancer = loadBalancer;
    }

    /**
     * A listener that exists.
     *
     * @param defaultAction what it does with requests that no rule matches, in words
     */
    public record Live(ListenerArn arn, int port, ProtocolEnum protocol, String defaultAction) {}

    @Override
    public Optional<Live> find() {
        return loadBalancer
                .live()
                .flatMap(balancer -> elb().find(
                                c -> c
                                        .describeListenersPaginator(r ->
                                                r.loadBalancerArn(balancer.arn().value()))
                                        .listeners()
                                        .stream()
                                        .filter(listener -> listener.port() == port)
                                        .toList()))
                .flatMap(found -> found.stream().findFirst())
                .map(ListenerStep::live);
    }

    private static Live live(Listener listener) {
        return new Live(
                new ListenerArn(listener.listenerArn()),
                listener.port(),
                listener.protocol(),
                listener.defaultActions().stream()
                        .findFirst()
                        .map(ListenerStep::words)
                        .orElse(""));
    }

    private static String words(Action action) {
        FixedResponseActionConfig fixed = action.fixedResponseConfig();
        return fixed == null
                ? action.typeAsString()
                : fixed.statusCode() + " " + fixed.contentType() + " " + fixed.messageBody();
    }

    private static Action wanted() {
        return Action.builder()
                .type(ActionTypeEnum.FIXED_RESPONSE)
                .fixedResponseConfig(NOT_FOUND)
                .build();
    }

    @Override
    public List<Change> changes(Live live) {
        return new Changes()
                .field("protocol", live.protocol(), ProtocolEnum.HTTP)
                .field(DEFAULT, live.defaultAction(), words(wanted()))
                .list();
    }

    @Override
    public Live create() {
        return live(elb().settle(c -> c.createListener(
                        r -> r.loadBalancerArn(loadBalancer.require().arn().value())
                                .port(port)
                                .protocol(ProtocolEnum.HTTP)
                                .defaultActions(wanted())
                                .tags(tagList()))
                .listeners()
                .getFirst()));
    }

    @Override
    public Live converge(Live live, List<Change> changes) {
        return live(
                elb().call(c -> c.modifyListener(r -> r.listenerArn(live.arn().value())
                                .port(port)
                                .protocol(ProtocolEnum.HTTP)
                                .defaultActions(wanted()))
                        .listeners()
                        .getFirst()));
    }

    @Override
    public void delete(Live live) {
        elb().delete(c -> c.deleteListener(r -> r.listenerArn(live.arn().value())));
    }

    @Override
    public Set<String> actions() {
        return elbActions("CreateListener", "DeleteListener", "DescribeListeners", "ModifyListener");
    }
}
