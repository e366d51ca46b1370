package dev.provision.aws.lambda;

import dev.provision.aws.Changes;
import dev.provision.aws.iam.RoleArn;
import dev.provision.aws.network.GroupId;
import dev.provision.aws.network.SubnetId;
import java.util.Map;
import java.util.Optional;
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

    /**
     * What a function is to be like; empty is what is known only once something else exists.
     *
     * @param code see {@link FunctionShape#code()}
     * @param memory MiB
     * @param timeout seconds
     */
    record Wanted(
            Optional<String> code,
            int memory,
            int timeout,
            Architecture architecture,
            Optional<RoleArn> role,
            Optional<Map<String, String>> environment,
            Optional<Set<SubnetId>> subnets,
            Optional<Set<GroupId>> groups) {}

    /** How this shape differs from {@code wanted}. */
    Changes changesTo(Wanted wanted) {
        return settingsTo(wanted, new Changes().known("code", code, wanted.code));
    }

    /** Adds to {@code changes} how this shape, but for its code, differs. Values of variables may be secrets: not told. */
    Changes settingsTo(Wanted wanted, Changes changes) {
        return changes.field("architecture", architecture, wanted.architecture)
                .field("memory_size", memory, wanted.memory)
                .field("timeout", timeout, wanted.timeout)
                .known("role", role, wanted.role)
                .known("environment", new Variables(environment), wanted.environment.map(Variables::new))
                .known("subnet_ids", subnets, wanted.subnets)
                .known("security_group_ids", groups, wanted.groups);
    }
}
