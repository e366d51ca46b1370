package dev.provision.aws.ssm;

import dev.provision.aws.Api;
import dev.provision.aws.AwsConnection;
import dev.provision.aws.Inventory;
import dev.provision.aws.Owner;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.Parameter;

/**
 * What provision keeps of an environment in Parameter Store: the lock, what was applied, the releases. Asked for once by all
 * who want to know, and again after one of them has written.
 */
public final class EnvironmentParameters {
    private final Api<SsmClient> ssm;
    private final Owner owner;
    private final Inventory<Parameter> kept = new Inventory<>(this::read);

    public EnvironmentParameters(AwsConnection connection, Owner owner) {
        this.ssm = connection.api("ssm", SsmClient::builder);
        this.owner = owner;
    }

    /** Before the name of each, with a slash at both ends. */
    static String path(Owner owner) {
        return "/provision/" + owner.name() + "/" + owner.env() + "/";
    }

    /** Those of one kind. */
    public Parameters in(String folder) {
        return new Parameters(ssm, owner, path(owner) + folder + "/", kept);
    }

    /** Who holds the lock, for one who only looks; who wants it asks {@link EnvironmentLock}. */
    public Optional<Held> lock() {
        return kept.first(parameter -> parameter.name().equals(EnvironmentLock.name(owner)))
                .map(EnvironmentLock::held);
    }

    /** The slash at the end is a part of the resource on which AWS asks for the right. */
    private List<Parameter> read() {
        return ssm.call(
                c -> c.getParametersByPathPaginator(r -> r.path(path(owner)).recursive(true)).stream()
                        .flatMap(page -> page.parameters().stream())
                        .toList());
    }
}
