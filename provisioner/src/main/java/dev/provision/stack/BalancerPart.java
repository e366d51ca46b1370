package dev.provision.stack;

import dev.provision.aws.AwsConnection;
import dev.provision.aws.Owner;
import dev.provision.aws.acm.CertificateTrust;
import dev.provision.aws.elb.BalancerSteps;
import dev.provision.aws.elb.ListenerKind;
import dev.provision.aws.elb.ListenerRules;
import dev.provision.aws.elb.ListenerStep;
import dev.provision.aws.elb.Listeners;
import dev.provision.aws.elb.LoadBalancerStep;
import dev.provision.aws.network.Placement;
import dev.provision.aws.waf.GivenWebAclStep;
import dev.provision.aws.waf.WebAclStep;
import dev.provision.config.AwsAlb;
import dev.provision.config.Environment;
import dev.provision.graph.Disposition;
import dev.provision.graph.Ref;
import dev.provision.graph.StepGraph;
import dev.provision.graph.StepKey;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The load balancer and the listener that serves: HTTPS where there is a certificate, else HTTP.
 *
 * @param listener the one that has the routes
 * @param trust in its certificate, where it has one
 */
record BalancerPart(
        Ref<LoadBalancerStep.Live> loadBalancer,
        Ref<ListenerStep.Live> listener,
        ListenerRules rules,
        Listeners listeners,
        Optional<CertificateTrust> trust) {
    private static final StepKey HTTP = new StepKey("listener", "http");
    private static final StepKey HTTP_OTHERWISE = new StepKey("listener", "http-otherwise");
    private static final StepKey HTTPS = new StepKey("listener", "https");

    static BalancerPart add(
            StepGraph.Builder graph,
            BalancerSteps steps,
            Environment environment,
            NetworkPart network,
            SecurityPart security,
            AwsConnection connection,
            Owner owner) {
        Set<StepKey> order = new HashSet<>(network.wayIn());
        order.add(security.balancerRules());
        Ref<LoadBalancerStep.Live> loadBalancer = graph.add(steps.loadBalancer(
                new StepKey("load-balancer", "main"),
                spec(environment),
                new Placement(network.publicSubnets(), security.balancer()),
                order));
        AwsAlb settings = environment.deployment().balancer();
        settings.wafAclArn().ifPresent(acl -> {
            StepKey given = graph.add(new GivenWebAclStep(new StepKey("existing-web-acl", "main"), acl, connection))
                    .key();
            graph.add(new WebAclStep(new StepKey("web-acl", "main"), acl, given, loadBalancer, connection));
        });
        Listeners listeners = steps.listeners(loadBalancer);
        Optional<CertificatePart> certificate =
                CertificatePart.add(graph, environment, loadBalancer, connection, owner);
        Ref<ListenerStep.Live> listener = certificate
                .map(part ->
                        graph.add(steps.listener(HTTPS, new ListenerKind.Https(part.source()), listeners, Set.of())))
                .orElseGet(() -> graph.add(steps.listener(
                        HTTP,
                        steps.redirects() ? new ListenerKind.FormerRedirect() : new ListenerKind.Http(),
                        listeners,
                        Set.of())));
        return new BalancerPart(
                loadBalancer, listener, steps.rules(listener), listeners, certificate.map(CertificatePart::trust));
    }

    private static LoadBalancerStep.Spec spec(Environment environment) {
        AwsAlb settings = environment.deployment().balancer();
        return new LoadBalancerStep.Spec(
                new ResourceNames(environment).loadBalancer(),
                settings.idleTimeout(),
                settings.accessLogs().map(logs -> new LoadBalancerStep.AccessLogs(logs.bucket(), logs.prefix())));
    }

    /**
     * The other listener: with HTTPS, one that redirects to it as soon as it has all routes; without, one that may be left
     * from before, to which the first one redirects until it has all routes itself.
     *
     * @param routes the rules of the listener that serves
     */
    void addOther(StepGraph.Builder graph, BalancerSteps steps, Set<StepKey> routes) {
        if (listener.key().equals(HTTPS)) {
            graph.add(steps.listener(HTTP, new ListenerKind.Redirect(), listeners, routes));
        } else {
            if (steps.redirects()) {
                graph.add(steps.listener(HTTP_OTHERWISE, new ListenerKind.Http(), listeners, routes));
            }
            graph.add(steps.listener(HTTPS, ListenerKind.Https.unknown(), listeners, Set.of()), Disposition.UNWANTED);
        }
    }
}
