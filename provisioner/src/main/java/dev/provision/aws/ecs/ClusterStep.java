package dev.provision.aws.ecs;

import dev.provision.aws.Api;
import dev.provision.aws.AwsRefused;
import dev.provision.aws.AwsStep;
import dev.provision.aws.Changes;
import dev.provision.aws.Owner;
import dev.provision.graph.Change;
import dev.provision.graph.ProvisionException.NameTaken;
import dev.provision.graph.StepKey;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.Cluster;
import software.amazon.awssdk.services.ecs.model.ClusterField;

/** A cluster for Fargate tasks. */
public final class ClusterStep extends AwsStep<ClusterStep.Live> {
    private static final Duration SERVICE_ROLE = Duration.ofMinutes(2);
    private final String name;
    private final Owner owner;
    private final Api<EcsClient> ecs;

    public ClusterStep(StepKey key, String name, Owner owner, Api<EcsClient> ecs) {
        super(key, "ecs", Set.of());
        this.name = name;
        this.owner = owner;
        this.ecs = ecs;
    }

    /** A cluster that exists. */
    public record Live(ClusterArn arn, String name, Map<String, String> tags) {}

    /** A deleted cluster is described as inactive for a while: API_DeleteCluster. */
    @Override
    public Optional<Live> find() {
        return ecs
                .call(c -> c.describeClusters(r -> r.clusters(name).include(ClusterField.TAGS))
                        .clusters())
                .stream()
                .filter(cluster -> !"INACTIVE".equals(cluster.status()))
                .findFirst()
                .map(this::live);
    }

    private Live live(Cluster cluster) {
        Map<String, String> tags = EcsTags.map(cluster.tags());
        if (!owner.owns(tags)) {
            throw new NameTaken(
                    "the ECS cluster " + name + " exists and does not belong to " + owner.prefix(),
                    "delete it, or choose another name for the environment",
                    null);
        }
        return new Live(new ClusterArn(cluster.clusterArn()), cluster.clusterName(), tags);
    }

    @Override
    protected Changes comparison(Live live) {
        return new Changes().tags(live.tags(), owner.tags(key()));
    }

    /** The first cluster of an account makes AWS make a role of its own, and the call fails until that is known. */
    @Override
    public Live create() {
        Cluster made = ecs.settle(SERVICE_ROLE, ClusterStep::serviceRoleMissing, c -> c.createCluster(
                        r -> r.clusterName(name).tags(EcsTags.list(owner.tags(key()))))
                .cluster());
        return new Live(new ClusterArn(made.clusterArn()), made.clusterName(), owner.tags(key()));
    }

    /** The code says no more than 'invalid parameter': hashicorp/terraform-provider-aws#11417. */
    static boolean serviceRoleMissing(AwsRefused refused) {
        String text = String.valueOf(refused.getMessage()).toLowerCase(Locale.ROOT);
        return refused.is("InvalidParameterException")
                && (text.contains("service linked role") || text.contains("service role"));
    }

    @Override
    public Live converge(Live live, List<Change> changes) {
        ecs.run(c -> c.tagResource(r -> r.resourceArn(live.arn().value()).tags(EcsTags.list(owner.tags(key())))));
        return new Live(live.arn(), live.name(), owner.tags(key()));
    }

    @Override
    public void delete(Live live) {
        ecs.delete(c -> c.deleteCluster(r -> r.cluster(live.name())));
    }

    @Override
    public Set<String> actions() {
        return Set.of(
                "ecs:CreateCluster",
                "ecs:DeleteCluster",
                "ecs:DescribeClusters",
                "ecs:TagResource",
                "iam:CreateServiceLinkedRole");
    }
}
