package dev.provision.aws.lambda;

import dev.provision.aws.Api;
import dev.provision.aws.AwsStep;
import dev.provision.aws.Changes;
import dev.provision.graph.Change;
import dev.provision.graph.Readiness;
import dev.provision.graph.Ref;
import dev.provision.graph.StepKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.AliasRoutingConfiguration;
import software.amazon.awssdk.services.lambda.model.GetProvisionedConcurrencyConfigResponse;
import software.amazon.awssdk.services.lambda.model.ProvisionedConcurrencyStatusEnum;

/** The alias of a slot: what the load balancer calls; and the instances that are kept warm for it. */
public final class AliasStep extends AwsStep<AliasStep.Live> {
    private static final String VERSION = "function_version";
    private static final String WEIGHTS = "additional_version_weights";
    private static final String WARM = "provisioned_concurrency";
    private final String name;
    private final int provisionedConcurrency;
    private final Ref<FunctionStep.Live> function;
    private final Ref<FunctionVersionStep.Live> version;
    private final Api<LambdaClient> lambda;

    /** @param provisionedConcurrency instances kept warm; 0: none */
    public AliasStep(
            StepKey key,
            String name,
            int provisionedConcurrency,
            Ref<FunctionStep.Live> function,
            Ref<FunctionVersionStep.Live> version,
            Api<LambdaClient> lambda) {
        super(key, "lambda", needs(function, version));
        this.name = name;
        this.provisionedConcurrency = provisionedConcurrency;
        this.function = function;
        this.version = version;
        this.lambda = lambda;
    }

    /**
     * An alias that exists.
     *
     * @param version what it stands for
     * @param otherVersions which share of the calls others have given to other versions; provision shifts requests between
     *     aliases only
     * @param provisionedConcurrency instances asked to be kept warm
     * @param warm whether they are
     */
    public record Live(
            AliasArn arn,
            String function,
            String name,
            String version,
            Map<String, Double> otherVersions,
            int provisionedConcurrency,
            boolean warm) {}

    @Override
    public Optional<Live> find() {
        return function.live().map(FunctionStep.Live::name).flatMap(named -> lambda.find(
                        c -> c.getAlias(r -> r.functionName(named).name(name)))
                .map(alias -> live(
                        named,
                        alias.aliasArn(),
                        alias.functionVersion(),
                        Optional.ofNullable(alias.routingConfig())
                                .map(AliasRoutingConfiguration::additionalVersionWeights)
                                .orElse(Map.of()))));
    }

    private Live live(String function, String arn, String functionVersion, Map<String, Double> otherVersions) {
        Optional<GetProvisionedConcurrencyConfigResponse> warm = warmth(function);
        return new Live(
                new AliasArn(arn),
                function,
                name,
                functionVersion,
                otherVersions,
                warm.map(GetProvisionedConcurrencyConfigResponse::requestedProvisionedConcurrentExecutions)
                        .orElse(0),
                warm.map(config -> config.status() == ProvisionedConcurrencyStatusEnum.READY)
                        .orElse(true));
    }

    private Optional<GetProvisionedConcurrencyConfigResponse> warmth(String function) {
        return lambda.find(c ->
                c.getProvisionedConcurrencyConfig(r -> r.functionName(function).qualifier(name)));
    }

    @Override
    protected Changes comparison(Live live) {
        return new Changes()
                .known(VERSION, live.version(), version.live().map(FunctionVersionStep.Live::version))
                .field(WEIGHTS, live.otherVersions(), Map.of())
                .field(WARM, live.provisionedConcurrency(), provisionedConcurrency);
    }

    @Override
    public Live create() {
        FunctionVersionStep.Live live = version.require();
        lambda.ensure(
                FunctionState.CONFLICT,
                FunctionState.UPDATE,
                refused -> false,
                c -> c.createAlias(
                        r -> r.functionName(live.function()).name(name).functionVersion(live.version())));
        if (provisionedConcurrency > 0) {
            keepWarm(live.function());
        }
        String arn = lambda.settle(
                        c -> c.getAlias(r -> r.functionName(live.function()).name(name)))
                .aliasArn();
        return live(live.function(), arn, live.version(), Map.of());
    }

    @Override
    public Live converge(Live live, List<Change> changes) {
        String wanted = version.require().version();
        if (Changes.touch(changes, VERSION) || Changes.touch(changes, WEIGHTS)) {
            lambda.settle(
                    FunctionState.UPDATE,
                    FunctionState::busy,
                    c -> c.updateAlias(r -> r.functionName(live.function())
                            .name(name)
                            .functionVersion(wanted)
                            .routingConfig(routing -> routing.additionalVersionWeights(Map.of()))));
        }
        if (Changes.touch(changes, WARM)) {
            if (provisionedConcurrency > 0) {
                keepWarm(live.function());
            } else {
                lambda.delete(c -> c.deleteProvisionedConcurrencyConfig(
                        r -> r.functionName(live.function()).qualifier(name)));
            }
        }
        return live(live.function(), live.arn().value(), wanted, Map.of());
    }

    private void keepWarm(String function) {
        lambda.settle(
                FunctionState.UPDATE,
                FunctionState::busy,
                c -> c.putProvisionedConcurrencyConfig(r -> r.functionName(function)
                        .qualifier(name)
                        .provisionedConcurrentExecutions(provisionedConcurrency)));
    }

    @Override
    public Readiness probe(Live live) {
        if (live.warm()) {
            return Readiness.ready();
        }
        return warmth(live.function())
                .map(config -> switch (config.status()) {
                    case READY -> Readiness.ready();
                    case FAILED -> Readiness.failed("keeping instances warm failed: " + config.statusReason(), "");
                    default ->
                        Readiness.pending(config.availableProvisionedConcurrentExecutions() + " of "
                                + provisionedConcurrency + " instances are warm");
                })
                .orElseGet(Readiness::ready);
    }

    @Override
    public void delete(Live live) {
        if (live.provisionedConcurrency() > 0) {
            lambda.delete(c -> c.deleteProvisionedConcurrencyConfig(
                    r -> r.functionName(live.function()).qualifier(name)));
        }
        lambda.delete(c -> c.deleteAlias(r -> r.functionName(live.function()).name(name)));
    }

    @Override
    public Set<String> actions() {
        return Set.of(
                "lambda:CreateAlias",
                "lambda:DeleteAlias",
                "lambda:DeleteProvisionedConcurrencyConfig",
                "lambda:GetAlias",
                "lambda:GetProvisionedConcurrencyConfig",
                "lambda:PutProvisionedConcurrencyConfig",
                "lambda:UpdateAlias");
    }

    @Override
    public int typicalSeconds() {
        return provisionedConcurrency > 0 ? 120 : 1;
    }
}
