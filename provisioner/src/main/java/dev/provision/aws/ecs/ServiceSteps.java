package dev.provision.aws.ecs;

import dev.provision.aws.Api;
import dev.provision.aws.AwsConnection;
import dev.provision.aws.Owner;
import dev.provision.aws.logs.LogTail;
import dev.provision.graph.StepKey;
import java.util.Set;
import software.amazon.awssdk.services.ecs.EcsClient;

/** Makes the steps of this package for one environment. */
public final class ServiceSteps {
    private final Owner owner;
    private final Api<EcsClient> ecs;
    private final LogTail logs;

    public ServiceSteps(AwsConnection connection, Owner owner) {
        this.owner = owner;
        this.ecs = connection.api("ecs", EcsClient::builder);
        this.logs = new LogTail(connection);
    }

    public ClusterStep cluster(StepKey key, String name) {
        return new ClusterStep(key, name, owner, ecs);
    }

    public TaskDefinitionStep taskDefinition(
            StepKey key, TaskDefinitionStep.Spec spec, TaskDefinitionStep.Parts parts) {
        return new TaskDefinitionStep(key, spec, parts, owner, ecs);
    }

    public ServiceStep service(StepKey key, ServiceStep.Spec spec, ServiceStep.Parts parts, Set<StepKey> order) {
        return new ServiceStep(key, spec, parts, order, owner, ecs, logs);
    }
}
