package dev.provision.localcloud;

import dev.provision.localcloud.cloudwatch.CloudWatch;
import dev.provision.localcloud.ec2.Ec2;
import dev.provision.localcloud.ecr.ContainerRegistry;
import dev.provision.localcloud.logs.LogService;
import dev.provision.localcloud.ssm.ParameterStore;
import dev.provision.localcloud.state.Account;
import dev.provision.localcloud.state.ControlPlane;
import dev.provision.localcloud.sts.Sts;
import dev.provision.localcloud.time.RunningTime;
import dev.provision.localcloud.wire.AwsService;
import dev.provision.localcloud.wire.HttpRoutes;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;

/**
 * The services of one life of the cloud, from start or reset to reset or close, made in the order of their needs.
 *
 * <p>To add a service: a field, made in the constructor from the fields above it; an entry in {@link #all()}. A service
 * that implements {@link HttpRoutes}, {@link dev.provision.localcloud.state.TaggedResources} or {@link AutoCloseable} is
 * mounted, listed and closed by that alone.
 */
final class Services implements AutoCloseable {
    private final Account account;
    private final ControlPlane controlPlane = new ControlPlane();
    private final RunningTime time;

    private final Sts sts;
    private final ParameterStore parameters;
    private final LogService logs;
    private final CloudWatch cloudWatch;
    private final Ec2 ec2;
    private final ContainerRegistry containerRegistry;

    /**
     * @param port that the endpoint listens on, for the addresses that services hand out
     * @param directory for the blobs of the registry and unpacked images
     */
    Services(Options options, int port, Path directory) {
        account = options.account();
        time = new RunningTime(Clock.systemUTC(), options.speed());
        sts = new Sts(account);
        parameters = new ParameterStore(account, time);
        logs = new LogService(account, time);
        cloudWatch = new CloudWatch(account, time, controlPlane);
        ec2 = new Ec2(account, time, options.latency(), controlPlane, options.ec2Quotas());
        containerRegistry = new ContainerRegistry(account, controlPlane, time, directory.resolve("registry"), port);
    }

    /** Everything, in the order in which it was made. */
    private Stream<Object> all() {
        return Stream.of(
                        List.of(time, sts, parameters),
                        logs.parts(),
                        cloudWatch.parts(),
                        List.of(ec2),
                        ec2.services(),
                        containerRegistry.parts())
                .flatMap(List::stream);
    }

    ControlPlane controlPlane() {
        return controlPlane;
    }

    RunningTime time() {
        return time;
    }

    List<AwsService> awsServices() {
        return of(AwsService.class);
    }

    List<HttpRoutes> routes() {
        return of(HttpRoutes.class);
    }

    private <T> List<T> of(Class<T> type) {
        return all().filter(type::isInstance).map(type::cast).toList();
    }

    /** Ends processes, closes listeners, stops time; in the opposite order of making. */
    @Override
    public void close() {
        Closing.closeAll(of(AutoCloseable.class).reversed());
    }
}
