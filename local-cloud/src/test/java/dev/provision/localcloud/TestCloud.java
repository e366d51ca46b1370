package dev.provision.localcloud;

import dev.provision.localcloud.cloudwatch.MetricSink;
import dev.provision.localcloud.ecr.Images;
import dev.provision.localcloud.elb.Targets;
import dev.provision.localcloud.iam.Authority;
import dev.provision.localcloud.iam.Principal;
import dev.provision.localcloud.logs.LogSink;
import dev.provision.localcloud.network.NetworkInterfaces;
import dev.provision.localcloud.network.Reachability;
import dev.provision.localcloud.network.Verdict;
import dev.provision.localcloud.runtime.Image;
import dev.provision.localcloud.runtime.ProcessRuntime;
import dev.provision.localcloud.ssmmessages.Sessions;
import dev.provision.localcloud.state.Account;
import dev.provision.localcloud.state.ControlPlane;
import dev.provision.localcloud.state.Ids;
import dev.provision.localcloud.time.RunningTime;
import dev.provision.localcloud.wire.AwsError;
import dev.provision.localcloud.wire.AwsService;
import dev.provision.localcloud.wire.Dispatcher;
import dev.provision.localcloud.wire.Fault;
import dev.provision.localcloud.wire.RequestLog;
import dev.provision.localcloud.wire.WireServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * A cloud with the services under test only, behind the real wire; what surrounds them is simple and can be set at will.
 */
public final class TestCloud
        implements AutoCloseable, Authority, NetworkInterfaces, Reachability, LogSink, MetricSink, Targets {
    public static final String ROLE = "arn:aws:iam::000000000000:role/test";
    public static final String REGISTRY = "000000000000.dkr.ecr.eu-west-2.amazonaws.com";

    /** What a role may not do; {@code sts:AssumeRole} for who may not assume it. */
    public final Set<String> denied = ConcurrentHashMap.newKeySet();

    /** By URI. */
    public final Map<String, Image> images = new ConcurrentHashMap<>();

    /** The URIs that stand for an index of images for several platforms. */
    public final Set<String> indexes = ConcurrentHashMap.newKeySet();

    /** By id. */
    public final Map<String, Attached> interfaces = new ConcurrentHashMap<>();

    /** Every line as {@code group stream line}. */
    public final List<String> lines = new CopyOnWriteArrayList<>();

    /** The subnets without a free address. */
    public final Set<String> fullSubnets = ConcurrentHashMap.newKeySet();

    public final Set<String> missingGroups = ConcurrentHashMap.newKeySet();
    public final List<Measured> measured = new CopyOnWriteArrayList<>();
    public volatile boolean online = true;

    /** Services by the names that endpoints have for them. */
    public final Set<String> unreachable = ConcurrentHashMap.newKeySet();

    /** The state of each target, by {@code group ip:port}; a new one gets {@link #newTarget}. */
    public final Map<String, String> targets = new ConcurrentHashMap<>();

    public volatile String newTarget = "healthy";
    public final Account account = new Account("000000000000", "eu-west-2");
    public final ControlPlane plane = new ControlPlane();
    public final RunningTime time;
    public final ProcessRuntime runtime;
    private final AtomicInteger addresses = new AtomicInteger(4);
    // Test runs on one machine at the same time shall not get at each other's addresses.
    private final String network = RandomGenerator.getDefault().nextInt(100, 250) + "."
            + RandomGenerator.getDefault().nextInt(1, 250) + ".";
    private final WireServer server = WireServer.start(0);

    public final Sessions sessions;

    public record Measured(String name, Map<String, String> dimensions, double value) {}

    /** @param speed of the cloud's clock */
    public TestCloud(Path folder, double speed) {
        time = new RunningTime(Clock.systemUTC(), speed);
        runtime = new ProcessRuntime(folder, Duration.ofSeconds(4));
        sessions = new Sessions(time, "127.0.0.1:" + server.port());
    }

    /** Serves what of these is a service. */
    public URI serve(List<Object> parts) {
        List<AwsService> services = parts.stream()
                .filter(AwsService.class::isInstance)
                .map(AwsService.class::cast)
                .toList();
        server.serve(
                new Dispatcher(services, plane, time, (_, _) -> new Fault.None(), new RequestLog()),
                List.of(),
                List.of(sessions));
        return URI.create("http://127.0.0.1:" + server.port());
    }

    /** Puts an image into the registry; returns its URI. */
    public String push(String name, Image image) {
        String uri = REGISTRY + "/" + name;
        images.put(uri, image);
        return uri;
    }

    /** The lines of a log group. */
    public Stream<String> lines(String group) {
        return lines.stream().filter(line -> line.startsWith(group + " ")).map(line -> line.split(" ", 3)[2]);
    }

    /** Waits until something holds; looks again whenever the cloud may have changed, for 30 seconds. */
    public static void await(String what, BooleanSupplier holds) {
        Instant end = Instant.now().plus(Duration.ofSeconds(30));
        Object tick = new Object();
        while (!holds.getAsBoolean()) {
            if (Instant.now().isAfter(end)) {
                throw new AssertionError("never happened: " + what);
            }
            synchronized (tick) {
                try {
                    tick.wait(20);
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }
        }
    }

    @Override
    public boolean mayAssume(String servicePrincipal, String roleArn) {
        return !denied.contains("sts:AssumeRole");
    }

    @Override
    public boolean allows(String roleArn, String action, String resourceArn) {
        return !denied.contains(action);
    }

    @Override
    public boolean resourcePolicyAllows(
            String policyJson, Principal principal, String action, String resourceArn, Map<String, String> conditions) {
        return principal instanceof Principal.Service(String name)
                && policyJson.contains(name)
                && policyJson.contains('"' + resourceArn + '"')
                && policyJson.contains(conditions.get("aws:SourceArn"));
    }

    /** What is in {@link #images}. */
    public Images registry() {
        String arn = "arn:aws:ecr:eu-west-2:000000000000:repository/test";
        return uri -> Optional.ofNullable(images.get(uri))
                .or(() -> images.values().stream()
                        .filter(image -> uri.endsWith("@" + image.digest()))
                        .findFirst())
                .map(image -> new Images.Found(arn, Optional.empty(), image, indexes.contains(uri)));
    }

    @Override
    public Attached attach(Request request) {
        if (!request.subnetId().startsWith("subnet-")) {
            throw AwsError.badRequest(
                    "InvalidSubnetID.NotFound", "The subnet ID '" + request.subnetId() + "' does not exist");
        }
        if (fullSubnets.contains(request.subnetId())) {
            throw AwsError.badRequest(
                    "InsufficientFreeAddressesInSubnet",
                    "The specified subnet does not have enough free addresses to satisfy the request.");
        }
        int host = addresses.getAndIncrement();
        try {
            Attached attached = new Attached(
                    Ids.ec2("eni"),
                    "vpc-1",
                    request.subnetId(),
                    "eu-west-2a",
                    "10." + network + host,
                    Optional.empty(),
                    "02:00:00:00:00:01",
                    request.groupIds(),
                    InetAddress.getByName("127." + network + host));
            interfaces.put(attached.id(), attached);
            return attached;
        } catch (UnknownHostException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void detach(String networkInterfaceId) {
        interfaces.remove(networkInterfaceId);
    }

    @Override
    public Optional<Attached> find(String vpcId, String privateIp) {
        return interfaces.values().stream()
                .filter(attached -> attached.privateIp().equals(privateIp))
                .findFirst();
    }

    @Override
    public Optional<Attached> find(String networkInterfaceId) {
        return Optional.ofNullable(interfaces.get(networkInterfaceId));
    }

    @Override
    public void changeGroups(String networkInterfaceId, List<String> groupIds) {}

    @Override
    public Verdict toInternet(String networkInterfaceId, int port) {
        return online ? new Verdict.Allowed() : new Verdict.Blocked("rtb-1", "no route");
    }

    @Override
    public Verdict toService(String networkInterfaceId, String service) {
        return online && !unreachable.contains(service)
                ? new Verdict.Allowed()
                : new Verdict.Blocked("rtb-1", "no route");
    }

    @Override
    public Verdict fromInternet(String networkInterfaceId, int port) {
        return new Verdict.Allowed();
    }

    @Override
    public Verdict between(String fromNetworkInterfaceId, String toNetworkInterfaceId, int port) {
        return new Verdict.Allowed();
    }

    @Override
    public boolean groupExists(String group) {
        return !missingGroups.contains(group);
    }

    @Override
    public void createGroup(String group) {
        missingGroups.remove(group);
    }

    @Override
    public void append(String group, String stream, Instant at, String line) {
        lines.add(group + " " + stream + " " + line);
    }

    @Override
    public void record(String namespace, String name, Map<String, String> dimensions, double value, String unit) {
        measured.add(new Measured(name, dimensions, value));
    }

    @Override
    public boolean inUseByListener(String targetGroupArn) {
        return !targetGroupArn.contains("unused");
    }

    @Override
    public boolean exists(String targetGroupArn) {
        return true;
    }

    @Override
    public void register(String targetGroupArn, String ip, int port) {
        targets.put(targetGroupArn + " " + ip + ":" + port, newTarget);
    }

    @Override
    public void deregister(String targetGroupArn, String ip, int port) {
        targets.remove(targetGroupArn + " " + ip + ":" + port);
    }

    @Override
    public String health(String targetGroupArn, String ip, int port) {
        return targets.getOrDefault(targetGroupArn + " " + ip + ":" + port, "draining");
    }

    @Override
    public int deregistrationDelaySeconds(String targetGroupArn) {
        return 5;
    }

    @Override
    public void close() throws IOException {
        sessions.close();
        server.close();
        time.close();
        runtime.close();
    }
}
