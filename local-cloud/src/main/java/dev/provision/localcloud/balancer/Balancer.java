package dev.provision.localcloud.balancer;

import dev.provision.localcloud.acm.Certificate;
import dev.provision.localcloud.cloudwatch.MetricSink;
import dev.provision.localcloud.elb.DataPlane;
import dev.provision.localcloud.elb.HealthCheck;
import dev.provision.localcloud.elb.routes.ListenerRoutes;
import dev.provision.localcloud.lambda.Invoker;
import dev.provision.localcloud.network.Reachability;
import dev.provision.localcloud.state.ControlPlane;
import dev.provision.localcloud.time.CloudTime;
import dev.provision.localcloud.wafv2.Firewall;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;
import javax.net.ssl.SSLSocketFactory;

/** The data plane of all load balancers of a local cloud. */
public final class Balancer implements DataPlane, AutoCloseable {
    private static final Duration SWEEP = Duration.ofSeconds(30);

    private final IntUnaryOperator ports;
    private final TargetConnections connections;
    private final TargetLoad load;
    private final HealthProbe probe;
    private final AccessLog log;
    private final ListenerHandler.Parts parts;
    private final CloudTime.Scheduled sweeping;
    private final Map<String, OpenListener> listeners = new ConcurrentHashMap<>();

    /**
     * @param ports where a listener port appears on this machine; 0 for any free port
     * @param controlPlane under whose lock the network is asked
     * @param reachability the network
     * @param invoker of functions that are targets
     * @param metrics takes what is measured
     * @param firewall that every request has to pass
     * @param time the cloud's
     */
    public Balancer(
            IntUnaryOperator ports,
            ControlPlane controlPlane,
            Reachability reachability,
            Invoker invoker,
            MetricSink metrics,
            Firewall firewall,
            CloudTime time) {
        this.ports = ports;
        SSLSocketFactory anyCertificate = AnyCertificate.sockets();
        Access access = new Access(controlPlane, reachability);
        Traffic traffic = new Traffic(metrics);
        OwnAnswers own = new OwnAnswers(traffic);
        StickyCookies cookies = new StickyCookies(time);
        ClientWatch clients = new ClientWatch(traffic);
        log = new AccessLog();
        connections = new TargetConnections(anyCertificate);
        load = new TargetLoad();
        probe = new HealthProbe(access, invoker, anyCertificate);
        parts = new ListenerHandler.Parts(
                access,
                new IpForwarder(
                        access,
                        connections,
                        new TargetChoice(cookies, load, time),
                        load,
                        cookies,
                        clients,
                        own,
                        traffic),
                new LambdaForwarder(invoker, clients, own, traffic),
                cookies,
                clients,
                own,
                traffic,
                firewall,
                log,
                time);
        sweeping = time.every(SWEEP, connections::sweep);
    }

    @Override
    public int open(Opening opening, ListenerRoutes routes) {
        OpenListener listener =
                OpenListener.open(opening, ports.applyAsInt(opening.port()), new ListenerHandler(parts, routes));
        listeners.put(opening.listenerArn(), listener);
        return listener.port();
    }

    @Override
    public void route(ListenerRoutes routes) {
        OpenListener listener = listeners.get(routes.listenerArn());
        if (listener != null) {
            listener.route(routes);
        }
    }

    @Override
    public void present(String listenerArn, List<Certificate> certificates) {
        OpenListener listener = listeners.get(listenerArn);
        if (listener != null) {
            listener.present(certificates);
        }
    }

    @Override
    public void close(String listenerArn) {
        Optional.ofNullable(listeners.remove(listenerArn)).ifPresent(OpenListener::close);
    }

    @Override
    public HealthCheck.Outcome check(HealthCheck check) {
        return probe.check(check);
    }

    @Override
    public boolean idle(String targetGroupArn, String ip, int port) {
        return load.idle(targetGroupArn, ip, port);
    }

    @Override
    public void cutOff(String targetGroupArn, String ip, int port) {
        load.cutOff(targetGroupArn, ip, port);
    }

    @Override
    public List<String> takeAccessLog(String dimension) {
        return log.take(dimension);
    }

    /** Where each listener appears on this machine, by its ARN. */
    public Map<String, Integer> portsByListener() {
        return listeners.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        Map.Entry::getKey, entry -> entry.getValue().port()));
    }

    /** Stops listening on all ports. */
    @Override
    public void close() {
        sweeping.cancel();
        List.copyOf(listeners.keySet()).forEach(this::close);
        connections.close();
    }
}
