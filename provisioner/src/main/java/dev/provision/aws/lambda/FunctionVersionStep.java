package dev.provision.aws.lambda;

import dev.provision.aws.Api;
import dev.provision.aws.AwsStep;
import dev.provision.aws.Changes;
import dev.provision.graph.Change;
import dev.provision.graph.Readiness;
import dev.provision.graph.Ref;
import dev.provision.graph.StepKey;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;

/** The latest published version of a function that is as the function is wanted; versions never change. */
public final class FunctionVersionStep extends AwsStep<FunctionVersionStep.Live> {
    private static final String UNPUBLISHED = "$LATEST";
    private final Ref<FunctionStep.Live> function;
    private final Function<FunctionStep.Live, FunctionShape.Wanted> wanted;
    private final Optional<String> chosen;
    private final Api<LambdaClient> lambda;

    /**
     * @param wanted what {@code function} will be like once it is as it is wanted
     * @param chosen the version that it is; empty: the one that is as the function is wanted
     */
    FunctionVersionStep(
            StepKey key,
            Ref<FunctionStep.Live> function,
            Function<FunctionStep.Live, FunctionShape.Wanted> wanted,
            Optional<String> chosen,
            Api<LambdaClient> lambda) {
        super(key, "lambda", needs(function));
        this.function = function;
        this.wanted = wanted;
        this.chosen = chosen;
        this.lambda = lambda;
    }

    /** A published version. */
    public record Live(String function, String version, FunctionShape shape, boolean settled) {}

    @Override
    public Optional<Live> find() {
        return function.live().flatMap(live -> lambda.find(
                        c -> c.listVersionsByFunctionPaginator(r -> r.functionName(live.name())).versions().stream()
                                .filter(version -> !version.version().equals(UNPUBLISHED))
                                .filter(version ->
                                        chosen.isEmpty() || version.version().equals(chosen.get()))
                                .toList())
                .flatMap(versions -> versions.stream()
                        .map(FunctionVersionStep::live)
                        .max(Comparator.<Live>comparingInt(version -> likeness(version, live))
                                .thenComparing(version -> Long.parseLong(version.version())))));
    }

    /** Where something that a function is made of is to come back, a version is as it is wanted as far as that is known. */
    private int likeness(Live version, FunctionStep.Live latest) {
        List<Change> differences = differences(version, latest).list();
        boolean known =
                differences.stream().anyMatch(change -> !change.newValue().equals(Changes.UNKNOWN));
        return known ? 0 : differences.isEmpty() ? 2 : 1;
    }

    private static Live live(FunctionConfiguration version) {
        return new Live(
                version.functionName(),
                version.version(),
                FunctionShape.of(version),
                FunctionState.of(version) instanceof Readiness.Ready);
    }

    /** An unchangeable version is 'changed' by publishing the next one. */
    @Override
    protected Changes comparison(Live live) {
        return function.live().map(latest -> differences(live, latest)).orElseGet(Changes::new);
    }

    private Changes differences(Live version, FunctionStep.Live latest) {
        return version.shape().changesTo(wanted.apply(latest));
    }

    @Override
    public boolean renewedBy(List<Change> changes) {
        return true;
    }

    @Override
    public Live create() {
        FunctionStep.Live latest = function.require();
        var published = lambda.settle(
                FunctionState.UPDATE, FunctionState::busy, c -> c.publishVersion(r -> r.functionName(latest.name())));
        return new Live(latest.name(), published.version(), latest.shape(), false);
    }

    @Override
    public Live converge(Live live, List<Change> changes) {
        return create();
    }

    @Override
    public Readiness probe(Live live) {
        return live.settled() ? Readiness.ready() : new FunctionState(lambda).probe(live.function(), live.version());
    }

    @Override
    public void delete(Live live) {
        lambda.delete(c -> c.deleteFunction(r -> r.functionName(live.function()).qualifier(live.version())));
    }

    @Override
    public Set<String> actions() {
        return Set.of(
                "lambda:DeleteFunction",
                "lambda:GetFunctionConfiguration",
                "lambda:ListVersionsByFunction",
                "lambda:PublishVersion");
    }
}
