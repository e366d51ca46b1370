package dev.provision.aws.ssm;

import dev.provision.aws.Api;
import dev.provision.aws.AwsConnection;
import dev.provision.aws.Owner;
import dev.provision.graph.StepKey;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.ParameterType;
import software.amazon.awssdk.services.ssm.model.Tag;

/** The parameters below one path, of one environment. A text has 4096 characters at most. */
public final class Parameters {
    private static final int DELETED_PER_CALL = 10;
    private final Api<SsmClient> ssm;
    private final Owner owner;
    private final String path;

    /** @param path with a slash before it and none behind */
    public Parameters(AwsConnection connection, Owner owner, String path) {
        this.ssm = connection.api("ssm", SsmClient::builder);
        this.owner = owner;
        this.path = path;
    }

    /** All texts by their name, which is what follows the path. */
    public Map<String, String> all() {
        Map<String, String> all = new TreeMap<>();
        ssm.call(c -> c.getParametersByPathPaginator(r -> r.path(path)).stream()
                        .flatMap(page -> page.parameters().stream())
                        .toList())
                .forEach(parameter -> all.put(parameter.name().substring(path.length() + 1), parameter.value()));
        return all;
    }

    /** Writes a text; a new one is tagged. */
    public void put(String name, String text) {
        String full = path + "/" + name;
        List<Tag> tags = owner.tags(new StepKey("parameter", name)).entrySet().stream()
                .map(tag ->
                        Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
        // A parameter cannot be tagged and overwritten by one call: API_PutParameter.
        ssm.ensure(
                "ParameterAlreadyExists",
                c -> c.putParameter(
                        r -> r.name(full).value(text).type(ParameterType.STRING).tags(tags)));
        ssm.run(c -> c.putParameter(
                r -> r.name(full).value(text).type(ParameterType.STRING).overwrite(true)));
    }

    /** Deletes these; what is gone already is no error. */
    public void remove(List<String> names) {
        for (int from = 0; from < names.size(); from += DELETED_PER_CALL) {
            List<String> some = names.subList(from, Math.min(names.size(), from + DELETED_PER_CALL)).stream()
                    .map(name -> path + "/" + name)
                    .toList();
            ssm.delete(c -> c.deleteParameters(r -> r.names(some)));
        }
    }

    /** The IAM actions that this uses. */
    public static Set<String> actions() {
        return Set.of("ssm:AddTagsToResource", "ssm:DeleteParameters", "ssm:GetParametersByPath", "ssm:PutParameter");
    }
}
