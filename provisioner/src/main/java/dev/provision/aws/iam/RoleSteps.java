package dev.provision.aws.iam;

import dev.provision.aws.Api;
import dev.provision.aws.AwsConnection;
import dev.provision.aws.Owner;
import dev.provision.graph.StepKey;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.Role;

/** Makes the steps of this package for one environment. */
public final class RoleSteps {
    private final Owner owner;
    private final Api<IamClient> iam;

    public RoleSteps(AwsConnection connection, Owner owner) {
        this.owner = owner;
        this.iam = connection.api("iam", IamClient::builder);
    }

    public RoleStep role(StepKey key, RoleStep.Spec spec, Set<StepKey> order) {
        return new RoleStep(key, spec, order, owner, iam);
    }

    /** See {@link GivenRoleStep}. */
    public GivenRoleStep given(StepKey key, RoleArn arn, String service, String setting) {
        return new GivenRoleStep(key, arn, service, setting, iam);
    }

    /** The step keys that the roles of the environment carry. */
    public List<StepKey> keys() {
        return names().stream()
                .flatMap(name ->
                        iam.find(c -> c.listRoleTags(r -> r.roleName(name)).tags()).stream())
                .flatMap(List::stream)
                .filter(tag -> tag.key().equals(Owner.RESOURCE_TAG))
                .flatMap(tag -> StepKey.parse(tag.value()).stream())
                .toList();
    }

    /** The names of all roles of the environment, whatever the configuration says now. */
    public List<String> names() {
        return iam.call(c -> c.listRolesPaginator(r -> r.pathPrefix(RoleStep.path(owner))).roles().stream()
                .map(Role::roleName)
                .toList());
    }
}
