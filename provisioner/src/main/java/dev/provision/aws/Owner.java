package dev.provision.aws;

import dev.provision.graph.StepKey;
import java.util.Map;
import java.util.TreeMap;

/**
 * Whose a resource is: the tags by which it is found again, and the prefix of its name.
 *
 * @param name the service's name
 * @param env the environment's name
 * @param extra further tags for every resource
 */
public record Owner(String name, String env, Map<String, String> extra) {
    public static final String NAME_TAG = "provision:name";
    public static final String ENV_TAG = "provision:env";
    public static final String RESOURCE_TAG = "provision:resource";

    public Owner {
        extra = Map.copyOf(extra);
    }

    /** What every resource name starts with: {@code <name>-<env>}. */
    public String prefix() {
        return name + "-" + env;
    }

    /** All tags of the resource of one step. */
    public Map<String, String> tags(StepKey key) {
        Map<String, String> tags = new TreeMap<>(extra);
        tags.put(NAME_TAG, name);
        tags.put(ENV_TAG, env);
        tags.put(RESOURCE_TAG, key.toString());
        return tags;
    }

    /** The tags of {@link #tags}, and the {@code Name} that consoles show. */
    public Map<String, String> namedTags(StepKey key) {
        Map<String, String> tags = new TreeMap<>(tags(key));
        tags.putIfAbsent("Name", prefix() + "-" + key.name());
        return tags;
    }

    /** Whether something with these tags belongs to this environment. */
    public boolean owns(Map<String, String> tags) {
        return name.equals(tags.get(NAME_TAG)) && env.equals(tags.get(ENV_TAG));
    }
}
