package dev.provision.stack;

import dev.provision.FreePorts;
import dev.provision.config.Environment;
import dev.provision.config.Environments;
import dev.provision.graph.EventSink;
import dev.provision.graph.GraphRunner;
import dev.provision.graph.RunResult;
import dev.provision.graph.ServiceLimits;
import dev.provision.graph.Sleeper;
import dev.provision.localcloud.LocalCloud;
import dev.provision.localcloud.Options;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.regions.Region;

/** A local cloud of its own, and a configuration whose environments are brought up in it with a {@link TinyService}. */
final class Cloudlet implements AutoCloseable {
    static final String LAMBDA = """
              lambda:
                routing: { pathPattern: /lambda/*, pathHealthCheck: /lambda/health }
                compute: { type: awsLambda, awsLambda: { memory: 256 } }
            """;
    static final String FARGATE = """
              fargate:
                routing: { pathPattern: /fargate/*, pathHealthCheck: /fargate/health }
                compute: { type: awsFargateEcs }
            """;
    private final Path folder;
    private final LocalCloud cloud;
    private final int portOffset;

    private Cloudlet(Path folder, LocalCloud cloud, int portOffset) {
        this.folder = folder;
        this.cloud = cloud;
        this.portOffset = portOffset;
    }

    static Cloudlet start(Path folder) {
        return start(folder, options -> options);
    }

    /** @param settings further options of the local cloud */
    static Cloudlet start(Path folder, UnaryOperator<Options> settings) {
        int offset = FreePorts.offset();
        Options options = settings.apply(Options.forTests().withListenerPorts(Options.offset(offset)));
        Cloudlet cloudlet = new Cloudlet(folder, LocalCloud.start(options), offset);
        cloudlet.file(
                "application",
                "name: demo\nregion: eu-west-2\ncloud: local\nlocal: { port: " + cloudlet.cloud.port()
                        + ", portOffset: " + offset + " }\n");
        return cloudlet;
    }

    /** A file of the configuration. */
    Cloudlet file(String name, String text) {
        try {
            Files.writeString(folder.resolve(name + ".yaml"), text);
            return this;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** An environment with both computes and these further lines. */
    Environment environment(String env, String lines) {
        return environment(env, lines, LAMBDA + FARGATE);
    }

    Environment environment(String env, String lines, String containers) {
        file(env, lines + "\ncontainers:\n" + containers.indent(2));
        return new Environments(folder, Map.of()).load(env, Optional.empty());
    }

    Stack stack(Environment environment) {
        return Stack.of(environment, container -> new TinyService(folder, "one"), line -> {}, Sleeper.system());
    }

    GraphRunner runner(Stack stack) {
        return new GraphRunner(
                stack.graph(),
                Clock.systemUTC(),
                // Everything is done at once here, so there is little to wait for between two polls.
                pause -> Sleeper.system().sleep(pause.dividedBy(20)),
                ServiceLimits.ofTen(),
                EventSink.none());
    }

    RunResult up(Environment environment) {
        return runner(stack(environment)).up();
    }

    RunResult teardown(Environment environment) {
        return runner(stack(environment)).teardown();
    }

    <B extends AwsClientBuilder<B, C>, C> C client(B builder) {
        return builder.region(Region.of("eu-west-2"))
                .endpointOverride(cloud.endpoint())
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
                .build();
    }

    LocalCloud cloud() {
        return cloud;
    }

    int portOffset() {
        return portOffset;
    }

    @Override
    public void close() {
        cloud.close();
    }
}
