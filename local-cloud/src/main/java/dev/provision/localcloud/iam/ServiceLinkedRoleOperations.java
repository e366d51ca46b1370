package dev.provision.localcloud.iam;

import dev.provision.localcloud.time.CloudTime;
import dev.provision.localcloud.wire.AwsError;
import dev.provision.localcloud.wire.AwsService;
import dev.provision.localcloud.wire.ServiceApi;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import software.amazon.awssdk.services.iam.model.CreateServiceLinkedRoleRequest;
import software.amazon.awssdk.services.iam.model.CreateServiceLinkedRoleResponse;
import software.amazon.awssdk.services.iam.model.DeleteServiceLinkedRoleRequest;
import software.amazon.awssdk.services.iam.model.DeleteServiceLinkedRoleResponse;
import software.amazon.awssdk.services.iam.model.DeletionTaskStatusType;
import software.amazon.awssdk.services.iam.model.GetServiceLinkedRoleDeletionStatusRequest;
import software.amazon.awssdk.services.iam.model.GetServiceLinkedRoleDeletionStatusResponse;

/** IAM's operations on the roles that services have for themselves. */
final class ServiceLinkedRoleOperations implements AwsService {
    private static final Map<String, String> NAMES = Map.of(
            "ecs.amazonaws.com", "AWSServiceRoleForECS",
            "elasticloadbalancing.amazonaws.com", "AWSServiceRoleForElasticLoadBalancing",
            "ecs.application-autoscaling.amazonaws.com", "AWSServiceRoleForApplicationAutoScaling_ECSService",
            "lambda.application-autoscaling.amazonaws.com", "AWSServiceRoleForApplicationAutoScaling_LambdaConcurrency",
            "replication.ecr.amazonaws.com", "AWSServiceRoleForECRReplication");
    private final IamStore store;
    private final CloudTime time;
    private final Map<String, String> deletions = new HashMap<>();

    ServiceLinkedRoleOperations(IamStore store, CloudTime time) {
        this.store = store;
        this.time = time;
    }

    @Override
    public ServiceApi api() {
        return Iam.API;
    }

    public CreateServiceLinkedRoleResponse createServiceLinkedRole(CreateServiceLinkedRoleRequest request) {
        Names.text("awsServiceName", request.awsServiceName(), 1, 128);
        String service = request.awsServiceName();
        String name = Optional.ofNullable(NAMES.get(service))
                .orElseThrow(() -> AwsError.badRequest(
                        "InvalidInput", "Service " + service + " does not have a service-linked role here."));
        if (request.customSuffix() != null) {
            throw AwsError.badRequest("InvalidInput", "Custom suffix is not allowed for " + service);
        }
        if (store.findRole(name).isPresent()) {
            throw AwsError.badRequest(
                    "InvalidInput",
                    "Service role name " + name + " has been taken in this account, please try a different suffix.");
        }
        Role role =
                role(name, service, Optional.ofNullable(request.description()).orElse(""));
        store.put(role);
        return CreateServiceLinkedRoleResponse.builder().role(Views.role(role)).build();
    }

    private Role role(String name, String service, String text) {
        String path = Role.SERVICE_PATH + service + "/";
        String trust = "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Action\":[\"sts:AssumeRole\"],"
                + "\"Principal\":{\"Service\":[\"" + service + "\"]},\"Effect\":\"Allow\"}]}";
        Role.Description about = new Role.Description(
                name, Names.id("AROA"), path, store.arn("role", path, name), time.now(), text, 3600);
        return new Role(about, trust, Optional.empty(), Map.of(), Map.of(), Set.of());
    }

    public DeleteServiceLinkedRoleResponse deleteServiceLinkedRole(DeleteServiceLinkedRoleRequest request) {
        Role role = store.role(request.roleName());
        if (!role.serviceLinked()) {
            throw IamStore.noSuchEntity("The role with name " + role.name() + " is not a service-linked role.");
        }
        store.remove(role);
        String task = "task" + role.about().path() + role.name() + "/" + UUID.randomUUID();
        deletions.put(task, role.name());
        return DeleteServiceLinkedRoleResponse.builder().deletionTaskId(task).build();
    }

    public GetServiceLinkedRoleDeletionStatusResponse getServiceLinkedRoleDeletionStatus(
            GetServiceLinkedRoleDeletionStatusRequest request) {
        Names.text("deletionTaskId", request.deletionTaskId(), 1, 1000);
        if (!deletions.containsKey(request.deletionTaskId())) {
            throw IamStore.noSuchEntity("Deletion task " + request.deletionTaskId() + " was not found.");
        }
        return GetServiceLinkedRoleDeletionStatusResponse.builder()
                .status(DeletionTaskStatusType.SUCCEEDED)
                .build();
    }
}
