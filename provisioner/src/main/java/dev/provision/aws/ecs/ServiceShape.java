package dev.provision.aws.ecs;

import dev.provision.aws.elb.TargetGroupArn;
import dev.provision.aws.network.GroupId;
import dev.provision.aws.network.SubnetId;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ecs.model.AssignPublicIp;
import software.amazon.awssdk.services.ecs.model.AwsVpcConfiguration;
import software.amazon.awssdk.services.ecs.model.DeploymentConfiguration;
import software.amazon.awssdk.services.ecs.model.LoadBalancer;
import software.amazon.awssdk.services.ecs.model.PropagateTags;
import software.amazon.awssdk.services.ecs.model.Service;

/**
 * How a service is set up.
 *
 * @param status ACTIVE or DRAINING
 * @param publicAddress whether each task gets one
 * @param deployment how a deployment goes, in words
 * @param exec whether commands can be run in its tasks
 * @param managedTags whether ECS tags its tasks with cluster and service
 * @param propagation whose tags its tasks get
 */
public record ServiceShape(
        String status,
        TaskDefinitionArn taskDefinition,
        Set<TargetGroupArn> targetGroups,
        Set<SubnetId> subnets,
        Set<GroupId> groups,
        boolean publicAddress,
        String deployment,
        int graceSeconds,
        boolean exec,
        boolean managedTags,
        PropagateTags propagation,
        Map<String, String> tags) {

    static ServiceShape of(Service service) {
        AwsVpcConfiguration vpc = service.networkConfiguration() == null
                ? AwsVpcConfiguration.builder().build()
                : service.networkConfiguration().awsvpcConfiguration();
        return new ServiceShape(
                service.status(),
                new TaskDefinitionArn(service.taskDefinition()),
                service.loadBalancers().stream()
                        .map(LoadBalancer::targetGroupArn)
                        .map(TargetGroupArn::new)
                        .collect(Collectors.toUnmodifiableSet()),
                vpc.subnets().stream().map(SubnetId::new).collect(Collectors.toUnmodifiableSet()),
                vpc.securityGroups().stream().map(GroupId::new).collect(Collectors.toUnmodifiableSet()),
                vpc.assignPublicIp() == AssignPublicIp.ENABLED,
                service.deploymentConfiguration() == null ? "" : describe(service.deploymentConfiguration()),
                service.healthCheckGracePeriodSeconds() == null ? 0 : service.healthCheckGracePeriodSeconds(),
                Boolean.TRUE.equals(service.enableExecuteCommand()),
                // moto tells neither.
                !Boolean.FALSE.equals(service.enableECSManagedTags()),
                Objects.requireNonNullElse(service.propagateTags(), PropagateTags.SERVICE),
                EcsTags.map(service.tags()));
    }

    static String describe(DeploymentConfiguration deployment) {
        String breaker = deployment.deploymentCircuitBreaker() == null
                        || !Boolean.TRUE.equals(
                                deployment.deploymentCircuitBreaker().enable())
                ? "no circuit breaker"
                : "circuit breaker "
                        + (Boolean.TRUE.equals(
                                        deployment.deploymentCircuitBreaker().rollback())
                                ? "with rollback"
                                : "without rollback");
        return deployment.minimumHealthyPercent() + "-" + deployment.maximumPercent() + " %, " + breaker;
    }
}
