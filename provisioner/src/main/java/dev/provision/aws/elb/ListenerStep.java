package dev.provision.aws.elb;

import dev.provision.aws.Api;
import dev.provision.aws.Changes;
import dev.provision.aws.Inventory;
import dev.provision.aws.Owner;
import dev.provision.aws.acm.CertificateArn;
import dev.provision.graph.Change;
import dev.provision.graph.Ref;
import dev.provision.graph.StepKey;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Certificate;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.FixedResponseActionConfig;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Listener;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ProtocolEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RedirectActionConfig;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Rule;

/** A listener. */
public final class ListenerStep extends ElbStep<ListenerStep.Live> {
    private static final String DEFAULT = "default_action";
    private static final String RULES = "rules";
    private final ListenerKind kind;
    private final Ref<LoadBalancerStep.Live> loadBalancer;
    private final Inventory<Listener> listeners;

    /** @param order what must be there before it changes, without being part of it */
    public ListenerStep(
            StepKey key,
            ListenerKind kind,
            Ref<LoadBalancerStep.Live> loadBalancer,
            Set<StepKey> order,
            Owner owner,
            Api<ElasticLoadBalancingV2Client> elb,
            Inventory<Listener> listeners) {
        super(key, needs(needs(needs(loadBalancer), kind.needs()), order), owner, elb);
        this.kind = kind;
        this.loadBalancer = loadBalancer;
        this.listeners = listeners;
    }

    /**
     * A listener that exists.
     *
     * @param tlsPolicy an empty text without TLS
     * @param certificate its default one; an empty text without TLS
     * @param defaultAction what it does with requests that no rule matches, in words
     * @param rules the ARNs of its rules; known only of one that is to have none
     */
    public record Live(
            ListenerArn arn,
            int port,
            ProtocolEnum protocol,
            String tlsPolicy,
            Optional<CertificateArn> certificate,
            String defaultAction,
            List<String> rules) {}

    /** The listeners of one load balancer, for all steps. */
    static Inventory<Listener> inventory(
            Api<ElasticLoadBalancingV2Client> elb,
            Ref<LoadBalancerStep.Live> loadBalancer,
            Optional<BalancerLook> look) {
        Function<LoadBalancerStep.Live, List<Listener>> describe =
                balancer -> BalancerInventories.listeners(elb, balancer.arn().value());
        Function<LoadBalancerStep.Live, List<Listener>> first = look.<Function<LoadBalancerStep.Live, List<Listener>>>
                        map(seen -> _ -> seen.listeners())
                .orElse(describe);
        return new Inventory<>(
                () -> loadBalancer.live().map(first).orElse(List.of()),
                () -> loadBalancer.live().map(describe).orElse(List.of()));
    }

    @Override
    public Optional<Live> find() {
        return listeners.first(listener -> listener.port() == kind.port()).map(this::live);
    }

    private Live live(Listener listener) {
        return new Live(
                new ListenerArn(listener.listenerArn()),
                listener.port(),
                listener.protocol(),
                Objects.requireNonNullElse(listener.sslPolicy(), ""),
                listener.certificates().stream()
                        .findFirst()
                        .map(Certificate::certificateArn)
                        .map(CertificateArn::new),
                listener.defaultActions().stream()
                        .findFirst()
                        .map(ListenerStep::words)
                        .orElse(""),
                kind instanceof ListenerKind.Redirect ? rules(listener.listenerArn()) : List.of());
    }

    private List<String> rules(String arn) {
        return elb().find(c -> c.describeRulesPaginator(r -> r.listenerArn(arn)).rules().stream()
                        .filter(rule -> !rule.isDefault())
                        .map(Rule::ruleArn)
                        .toList())
                .orElse(List.of());
    }

    private static String words(Action action) {
        FixedResponseActionConfig fixed = action.fixedResponseConfig();
        RedirectActionConfig redirect = action.redirectConfig();
        if (fixed != null) {
            return fixed.statusCode() + " " + fixed.contentType() + " " + fixed.messageBody();
        }
        return redirect == null
                ? action.typeAsString()
                : redirect.statusCodeAsString() + " " + redirect.protocol() + ":" + redirect.port() + redirect.path()
                        + "?" + redirect.query();
    }

    @Override
    protected Changes comparison(Live live) {
        Changes changes = new Changes()
                .field("protocol", live.protocol(), kind.protocol())
                .field(DEFAULT, live.defaultAction(), words(kind.otherwise()))
                .field(RULES, live.rules(), List.of());
        if (kind instanceof ListenerKind.Https) {
            changes.field("ssl_policy", live.tlsPolicy(), kind.tlsPolicy())
                    .known(
                            "certificate",
                            live.certificate().map(CertificateArn::value).orElse(""),
                            kind.certificate().map(CertificateArn::value));
        }
        return changes;
    }

    @Override
    public Live create() {
        Listener made = elb().settle(c -> c.createListener(r -> {
                    r.loadBalancerArn(loadBalancer.require().arn().value())
                            .port(kind.port())
                            .protocol(kind.protocol())
                            .defaultActions(kind.otherwise())
                            .tags(tagList());
                    kind.certificate()
                            .ifPresent(arn -> r.sslPolicy(kind.tlsPolicy()).certificates(certificate(arn)));
                })
                .listeners()
                .getFirst());
        listeners.stale();
        return live(made);
    }

    private static Certificate certificate(CertificateArn arn) {
        return Certificate.builder().certificateArn(arn.value()).build();
    }

    @Override
    public Live converge(Live live, List<Change> changes) {
        Listener changed = elb().call(c -> c.modifyListener(r -> {
                    r.listenerArn(live.arn().value())
                            .port(kind.port())
                            .protocol(kind.protocol())
                            .defaultActions(kind.otherwise());
                    kind.certificate()
                            .ifPresent(arn -> r.sslPolicy(kind.tlsPolicy()).certificates(certificate(arn)));
                })
                .listeners()
                .getFirst());
        // Last the rules: until it redirects, what they forward would get the answer to what no rule matches.
        live.rules().forEach(rule -> elb().delete(c -> c.deleteRule(r -> r.ruleArn(rule))));
        listeners.stale();
        return live(changed);
    }

    @Override
    public void delete(Live live) {
        elb().delete(c -> c.deleteListener(r -> r.listenerArn(live.arn().value())));
        listeners.stale();
    }

    @Override
    public Set<String> actions() {
        return elbActions(
                "CreateListener",
                "DeleteListener",
                "DeleteRule",
                "DescribeListeners",
                "DescribeRules",
                "ModifyListener");
    }
}
