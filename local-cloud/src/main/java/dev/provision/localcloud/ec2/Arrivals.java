package dev.provision.localcloud.ec2;

import dev.provision.localcloud.state.Propagation;
import dev.provision.localcloud.time.CloudTime;
import dev.provision.localcloud.wire.Authorization;
import dev.provision.localcloud.wire.Call;
import java.util.List;
import java.util.stream.Stream;
import software.amazon.awssdk.core.SdkPojo;

/** Does not find yet what was just made, if eventual consistency was asked for: calls that name it are refused. */
final class Arrivals implements Authorization {
    private final Model model;
    private final CloudTime time;
    private final Propagation propagation;

    Arrivals(Model model, CloudTime time, Propagation propagation) {
        this.model = model;
        this.time = time;
        this.propagation = propagation;
    }

    @Override
    public void check(Call call, SdkPojo request) {
        if (call.service().equals("ec2")) {
            request.sdkFields().stream()
                    .flatMap(field -> texts(field.getValueOrDefault(request)))
                    .filter(this::early)
                    .findFirst()
                    .flatMap(id -> Kind.of(id).map(kind -> kind.absent(id)))
                    .ifPresent(refused -> {
                        throw refused;
                    });
        }
    }

    private static Stream<String> texts(Object value) {
        return switch (value) {
            case String text -> Stream.of(text);
            case List<?> list -> list.stream().filter(String.class::isInstance).map(String.class::cast);
            case null, default -> Stream.empty();
        };
    }

    private boolean early(String id) {
        return model.tables().stream()
                .flatMap(table -> table.made(id).stream())
                .anyMatch(made -> !propagation.resourceArrived(made, time.now()));
    }
}
