package dev.provision.stack;

import dev.provision.AnyCertificate;
import dev.provision.config.Environment;
import dev.provision.graph.Poller;
import dev.provision.graph.Readiness;
import dev.provision.graph.Sleeper;
import dev.provision.graph.StepKey;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.route53.Route53Client;

/** SPEC.md's architecture, live and with HTTPS, of which one piece after the other is taken away and put back. */
final class MutatedArchitecture implements AutoCloseable {
    private static final StepKey KEY = new StepKey("architecture", "whole");
    private static final Duration RECOVERY = Duration.ofSeconds(60);

    /** The load balancer asks about a way at most four times a second, a function's log about rights once a second. */
    private static final Duration REMEMBERED = Duration.ofMillis(1_200);

    private final Cloudlet cloudlet;
    private final Environment environment;
    private final Witnesses witnesses;

    private MutatedArchitecture(Cloudlet cloudlet, Environment environment) {
        this.cloudlet = cloudlet;
        this.environment = environment;
        this.witnesses = new Witnesses(
                cloudlet.client(EcsClient.builder()),
                cloudlet.client(LambdaClient.builder()),
                cloudlet.client(CloudWatchLogsClient.builder()),
                environment,
                cloudlet.portOffset(),
                AnyCertificate.context().getSocketFactory());
    }

    /** What happened when a piece was missing. */
    sealed interface Result {
        /** Something did not go any more. */
        record Noticed(String complaint) implements Result {}

        /** AWS does not let go of it. */
        record Refused(String code) implements Result {}

        /** Everything went on. */
        record NotMissed() implements Result {}
    }

    static MutatedArchitecture up(Path folder) {
        Cloudlet cloudlet = Cloudlet.start(folder);
        try (Route53Client route53 = cloudlet.client(Route53Client.builder())) {
            route53.createHostedZone(r -> r.name("example.com").callerReference("one"));
        }
        String routing = "pathHealthCheck: /lambda/health";
        Environment environment = cloudlet.environment(
                "whole",
                "",
                Cloudlet.LAMBDA.replace(routing, routing + ", domain: api.example.com") + Cloudlet.FARGATE);
        cloudlet.up(environment).orThrow();
        return new MutatedArchitecture(cloudlet, environment);
    }

    List<Piece> pieces() {
        return Stream.concat(
                        new NetworkPieces(cloudlet.client(Ec2Client.builder()), environment).all(),
                        new RightsPieces(
                                        cloudlet.client(IamClient.builder()),
                                        cloudlet.client(LambdaClient.builder()),
                                        cloudlet.client(EcrClient.builder()),
                                        environment)
                                .all())
                .toList();
    }

    /** The first thing that does not go. */
    Optional<String> complaint() {
        return witnesses.complaint();
    }

    /**
     * Takes a piece away, looks what happens, and puts it back.
     *
     * @throws dev.provision.graph.ProvisionException.WaitTimedOut if not all goes again afterwards
     */
    Result without(Piece piece) {
        try {
            piece.remove().run();
        } catch (AwsServiceException refused) {
            return new Result.Refused(refused.awsErrorDetails().errorCode());
        }
        Optional<String> complaint = witnessed();
        piece.restore().run();
        var _ = poller().await(
                        KEY,
                        RECOVERY,
                        () -> complaint()
                                .map(what -> Readiness.pending("without and again with " + piece.name() + ", " + what))
                                .orElse(Readiness.ready()),
                        _ -> {});
        return complaint.<Result>map(Result.Noticed::new).orElse(new Result.NotMissed());
    }

    /** Looks until what is remembered of before has been forgotten. */
    private Optional<String> witnessed() {
        long removed = System.nanoTime();
        boolean fresh;
        Optional<String> complaint;
        do {
            fresh = System.nanoTime() - removed > REMEMBERED.toNanos();
            complaint = complaint();
        } while (complaint.isEmpty() && !fresh);
        return complaint;
    }

    private static Poller poller() {
        return Poller.brisk(Clock.systemUTC(), Sleeper.system());
    }

    @Override
    public void close() {
        cloudlet.close();
    }
}
