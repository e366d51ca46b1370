package dev.provision.aws.ssm;

import dev.provision.aws.Api;
import dev.provision.aws.Inventory;
import dev.provision.aws.Owner;
import dev.provision.graph.StepKey;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.Parameter;
import software.amazon.awssdk.services.ssm.model.ParameterType;
import software.amazon.awssdk.services.ssm.model.Tag;

/** The parameters right below one path, of one environment. A text has 4096 characters at most. */
public final class Parameters {
    private static final int DELETED_PER_CALL = 10;
    private final Api<SsmClient> ssm;
    private final Owner owner;
    private final String path;
    private final Inventory<Parameter> kept;

    /**
     * @param path with a slash at both ends
     * @param kept all parameters of the environment
     */
    Parameters(Api<SsmClient> ssm, Owner owner, String path, Inventory<Parameter> kept) {
        this.ssm = ssm;
        this.owner = owner;
        this.path = path;
        this.kept = kept;
    }

    /** All texts by their name, which is what follows the path. */
    public Map<String, String> all() {
        Map<String, String> all = new TreeMap<>();
        kept.all().stream()
                .filter(parameter -> parameter.name().startsWith(path))
                .filter(parameter -> parameter.name().indexOf('/', path.length()) < 0)
                .forEach(parameter -> all.put(parameter.name().substring(path.length()), parameter.value()));
        return all;
    }

    /** Writes a text; a new one is tagged. */
    public void put(String name, String text) {
        String full = path + name;
        List<Tag> tags = owner.tags(new StepKey("parameter", name)).entrySet().stream()
                .map(tag ->
                        Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
        // A parameter cannot be tagged and overwritten by one call: API_PutParameter.
        boolean made = ssm.made(
                "ParameterAlreadyExists",
                c -> c.putParameter(
                        r -> r.name(full).value(text).type(ParameterType.STRING).tags(tags)));
        if (!made) {
            ssm.run(c -> c.putParameter(
                    r -> r.name(full).value(text).type(ParameterType.STRING).overwrite(true)));
        }
        kept.stale();
    }

    /** Deletes these; what is gone already is no error. */
    public void remove(List<String> names) {
        for (int from = 0; from < names.size(); from += DELETED_PER_CALL) {
            List<String> some = names.subList(from, Math.min(names.size(), from + DELETED_PER_CALL)).stream()
                    .map(name -> path + name)
                    .toList();
            ssm.delete(c -> c.deleteParameters(r -> r.names(some)));
            kept.stale();
        }
    }

    /** The IAM actions that this uses. */
    public static Set<String> actions() {
        return Set.of("ssm:AddTagsToResource", "ssm:DeleteParameters", "ssm:GetParametersByPath", "ssm:PutParameter");
    }
}
