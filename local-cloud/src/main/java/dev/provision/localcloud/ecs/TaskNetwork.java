package dev.provision.localcloud.ecs;

import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.ecs.model.AssignPublicIp;
import software.amazon.awssdk.services.ecs.model.NetworkConfiguration;

/**
 * Where tasks get their interface.
 *
 * @param subnetIds one of them
 * @param groupIds its security groups
 * @param publicIp whether it gets a public address
 */
record TaskNetwork(List<String> subnetIds, List<String> groupIds, boolean publicIp) {
    TaskNetwork {
        subnetIds = List.copyOf(subnetIds);
        groupIds = List.copyOf(groupIds);
    }

    /** @throws dev.provision.localcloud.wire.AwsError if it is missing, which awsvpc does not allow */
    static TaskNetwork of(NetworkConfiguration configuration) {
        var vpc = Optional.ofNullable(configuration)
                .flatMap(network -> Optional.ofNullable(network.awsvpcConfiguration()))
                .orElseThrow(() -> EcsErrors.invalidParameter(
                        "Network Configuration must be provided when networkMode 'awsvpc' is specified."));
        if (vpc.subnets().isEmpty()) {
            throw EcsErrors.invalidParameter("subnets can not be empty.");
        }
        return new TaskNetwork(vpc.subnets(), vpc.securityGroups(), vpc.assignPublicIp() == AssignPublicIp.ENABLED);
    }
}
