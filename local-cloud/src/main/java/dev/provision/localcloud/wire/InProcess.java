package dev.provision.localcloud.wire;

import dev.provision.localcloud.state.ControlPlane;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.core.SdkPojo;

/** Asks the services of this cloud without the wire, as its own console does. */
public final class InProcess {
    private final List<AwsService> services;
    private final ControlPlane plane;
    // An operation is found when it is asked for first: finding all takes longer than starting the cloud.
    private final Map<Class<?>, Operation> found = new ConcurrentHashMap<>();

    public InProcess(List<AwsService> services, ControlPlane plane) {
        this.services = List.copyOf(services);
        this.plane = plane;
    }

    /**
     * The answer to a request.
     *
     * @throws AwsError as a client would get it
     * @throws IllegalArgumentException if no service takes such a request
     */
    public <R extends SdkPojo> R ask(SdkPojo request, Class<R> answer) {
        Operation operation = found.computeIfAbsent(request.getClass(), this::find);
        return answer.cast(operation.unlocked() ? operation.call(request) : plane.call(() -> operation.call(request)));
    }

    private Operation find(Class<?> request) {
        return services.stream()
                .flatMap(service -> Arrays.stream(service.getClass().getMethods())
                        .filter(method ->
                                method.getParameterCount() == 1 && method.getParameterTypes()[0].equals(request))
                        .map(method -> Operation.of(service, method))
                        .flatMap(Optional::stream))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no service takes a " + request));
    }
}
