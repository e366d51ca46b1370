package dev.provision.localcloud.lambda;

import dev.provision.localcloud.state.Account;
import dev.provision.localcloud.state.TaggedResource;
import dev.provision.localcloud.state.TaggedResources;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import software.amazon.awssdk.services.lambda.model.AliasConfiguration;

/** All functions. Under the control-plane lock only. */
final class FunctionStore implements TaggedResources {
    private final Account account;
    private final RandomGenerator random;
    private final Map<String, Function> functions = new TreeMap<>();

    /** @param random draws the version of a weighted alias */
    FunctionStore(Account account, RandomGenerator random) {
        this.account = account;
        this.random = random;
    }

    /**
     * What an invocation reaches.
     *
     * @param function which function
     * @param version what serves it
     * @param qualifier what the caller named; empty if nothing
     */
    record Reached(Function function, FunctionVersion version, Optional<String> qualifier) {
        /** The ARN as the caller named it. */
        String arn() {
            return qualifier.map(name -> function.arn() + ":" + name).orElse(function.arn());
        }

        boolean byAlias() {
            return qualifier.filter(function.aliases()::containsKey).isPresent();
        }
    }

    String arn(String name) {
        return account.arn("lambda", "function:" + name);
    }

    String arn(FunctionRef ref) {
        return ref.qualifier()
                .map(qualifier -> arn(ref.name()) + ":" + qualifier)
                .orElse(arn(ref.name()));
    }

    Collection<Function> all() {
        return functions.values();
    }

    void add(Function function) {
        functions.put(function.name(), function);
    }

    void remove(Function function) {
        functions.remove(function.name());
    }

    Optional<Function> find(String name) {
        return Optional.ofNullable(functions.get(name));
    }

    /** @throws dev.provision.localcloud.wire.AwsError if there is no such function */
    Function require(String name) {
        return find(name).orElseThrow(() -> LambdaErrors.functionNotFound(arn(name)));
    }

    /** @throws dev.provision.localcloud.wire.AwsError if there is no such function, version or alias */
    FunctionVersion requireVersion(FunctionRef ref) {
        Function function = find(ref.name()).orElseThrow(() -> LambdaErrors.functionNotFound(arn(ref)));
        return ref.qualifier()
                .map(qualifier ->
                        function.qualified(qualifier).orElseThrow(() -> LambdaErrors.functionNotFound(arn(ref))))
                .orElse(function.latest());
    }

    /** @throws dev.provision.localcloud.wire.AwsError if there is no such function, version or alias */
    Reached reach(FunctionRef ref) {
        FunctionVersion named = requireVersion(ref);
        Function function = require(ref.name());
        FunctionVersion drawn = ref.qualifier()
                .flatMap(qualifier -> Optional.ofNullable(function.aliases().get(qualifier)))
                .flatMap(alias -> function.version(draw(alias)))
                .orElse(named);
        boolean latest = drawn.version().equals(FunctionVersion.LATEST);
        return new Reached(function, latest ? function.serving() : drawn, ref.qualifier());
    }

    private String draw(AliasConfiguration alias) {
        if (alias.routingConfig() == null) {
            return alias.functionVersion();
        }
        double point = random.nextDouble();
        for (var weight : alias.routingConfig().additionalVersionWeights().entrySet()) {
            point -= weight.getValue();
            if (point < 0) {
                return weight.getKey();
            }
        }
        return alias.functionVersion();
    }

    @Override
    public Stream<TaggedResource> taggedResources() {
        return functions.values().stream()
                .map(function -> new TaggedResource(function.arn(), "lambda:function", function.tags()));
    }

    @Override
    public Optional<Map<String, String>> tagsOf(String arn) {
        return functions.values().stream()
                .filter(function -> function.arn().equals(arn))
                .map(Function::tags)
                .findFirst();
    }
}
