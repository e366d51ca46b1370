package dev.provision.aws.lambda;

import dev.provision.aws.Changes;
import dev.provision.aws.iam.RoleArn;
import dev.provision.aws.network.GroupId;
import dev.provision.aws.network.SubnetId;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.lambda.model.Architecture;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;
import software.amazon.awssdk.services.lambda.model.VpcConfigResponse;

/**
 * What makes one version of a function behave unlike another.
 *
 * @param code the hash of the code, as Lambda tells it
 * @param memory MiB
 * @param timeout seconds
 */
public record FunctionShape(
        String code,
        int memory,
        int timeout,
        Architecture architecture,
        RoleArn role,
        Map<String, String> environment,
        Set<SubnetId> subnets,
        Set<GroupId> groups) {

    static FunctionShape of(FunctionConfiguration configuration) {
        VpcConfigResponse vpc = configuration.vpcConfig();
        return new FunctionShape(
                configuration.codeSha256() == null ? "" : configuration.codeSha256(),
                configuration.memorySize() == null ? 0 : configuration.memorySize(),
                configuration.timeout() == null ? 0 : configuration.timeout(),
                configuration.architectures().stream().findFirst().orElse(Architecture.X86_64),
                new RoleArn(configuration.role()),
                configuration.environment() == null
                        ? Map.of()
                        : Map.copyOf(configuration.environment().variables()),
                vpc == null
                        ? Set.of()
                        : vpc.subnetIds().stream().map(SubnetId::new).collect(Collectors.toUnmodifiableSet()),
                vpc == null
                        ? Set.of()
                        : vpc.securityGroupIds().stream().map(GroupId::new).collect(Collectors.toUnmodifiableSet()));
    }

    /** How this shape, of a published version, differs from {@code wanted}. Values of variables may be secrets: not told. */
    Changes changesTo(FunctionShape wanted) {
        return new Changes()
                .field("code", code, wanted.code)
                .field("memory_size", memory, wanted.memory)
                .field("timeout", timeout, wanted.timeout)
                .field("architecture", architecture, wanted.architecture)
                .field("role", role, wanted.role)
                .field("environment", new Variables(environment), new Variables(wanted.environment))
                .field("subnet_ids", subnets, wanted.subnets)
                .field("security_group_ids", groups, wanted.groups);
    }
}
