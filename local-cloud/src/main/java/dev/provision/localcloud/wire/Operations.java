package dev.provision.localcloud.wire;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All operations behind one signing name; several classes may share one.
 *
 * @param api how they are spoken to
 * @param byName by AWS's spelling
 */
record Operations(ServiceApi api, Map<String, Operation> byName) {
    /**
     * @param operation which one
     * @param pathValues the decoded values in a REST path
     */
    record Match(Operation operation, Map<String, String> pathValues) {}

    /** @throws IllegalArgumentException if two methods serve one operation, or the services differ in their API */
    static Operations of(List<AwsService> services) {
        ServiceApi api = services.getFirst().api();
        if (services.stream().anyMatch(service -> !service.api().equals(api))) {
            throw new IllegalArgumentException("different APIs for " + api.signingName());
        }
        Map<String, Operation> operations = services.stream()
                .flatMap(Operations::operations)
                .collect(Collectors.toMap(Operation::name, Function.identity(), (first, second) -> {
                    throw new IllegalArgumentException("two methods for " + first.name());
                }));
        return new Operations(api, operations);
    }

    private static Stream<Operation> operations(AwsService service) {
        return Arrays.stream(service.getClass().getMethods())
                .map(method -> Operation.of(service, method))
                .flatMap(Optional::stream);
    }

    Optional<Match> named(String name) {
        return Optional.ofNullable(byName.get(name)).map(operation -> new Match(operation, Map.of()));
    }

    /** The REST operation at a request's path. */
    Optional<Match> at(WireRequest request) {
        return byName.values().stream()
                .sorted(Comparator.comparing(operation -> -operation.path().literals()))
                .flatMap(operation ->
                        operation.path().match(request).stream().map(values -> new Match(operation, values)))
                .findFirst();
    }
}
