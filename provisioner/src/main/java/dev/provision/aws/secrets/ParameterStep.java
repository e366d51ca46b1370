package dev.provision.aws.secrets;

import dev.provision.aws.Api;
import dev.provision.aws.GivenStep;
import dev.provision.graph.StepKey;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.ParameterMetadata;
import software.amazon.awssdk.services.ssm.model.ParameterStringFilter;
import software.amazon.awssdk.services.ssm.model.ParameterType;

/** A parameter of Systems Manager that a container is given. It is described, which does not show its value. */
public final class ParameterStep extends GivenStep<KeptSecret> {
    private final String name;
    private final Api<SsmClient> ssm;

    ParameterStep(StepKey key, String name, Api<SsmClient> ssm) {
        super(key, "ssm", Set.of());
        this.name = name;
        this.ssm = ssm;
    }

    @Override
    protected Optional<KeptSecret> subject() {
        ParameterStringFilter named = ParameterStringFilter.builder()
                .key("Name")
                .option("Equals")
                .values(name)
                .build();
        return ssm.call(c -> c.describeParametersPaginator(r -> r.parameterFilters(named)).stream()
                        .flatMap(page -> page.parameters().stream())
                        .findFirst())
                .map(this::kept);
    }

    private KeptSecret kept(ParameterMetadata parameter) {
        Optional<CustomerKey> key = parameter.type() == ParameterType.SECURE_STRING
                ? Optional.ofNullable(parameter.keyId()).flatMap(id -> CustomerKey.of(id, parameter.arn()))
                : Optional.empty();
        return new KeptSecret(parameter.arn(), key, KeptSecret.Store.PARAMETERS);
    }

    @Override
    protected String missing() {
        return "parameter " + name + " in this region and account";
    }

    @Override
    protected String remedy() {
        return "make it: aws ssm put-parameter --type SecureString --name " + name + " --value …";
    }

    @Override
    public Set<String> actions() {
        return Set.of("ssm:DescribeParameters");
    }
}
