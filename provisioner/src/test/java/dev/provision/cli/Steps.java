package dev.provision.cli;

import dev.provision.config.AwsLambda;
import dev.provision.config.Environment;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import software.amazon.awssdk.services.resourcegroupstaggingapi.ResourceGroupsTaggingApiClient;
import software.amazon.awssdk.services.resourcegroupstaggingapi.model.ResourceTagMapping;
import software.amazon.awssdk.services.resourcegroupstaggingapi.model.Tag;

/**
 * The steps that made the resources of the environment {@code demo-dev}, as tags tell it.
 *
 * @param byArn keys of steps by ARN
 * @param teams the team that a tag names, by ARN, of what has such a tag
 */
@SuppressWarnings("unchecked") // the SDK has varargs of generic consumers
record Steps(Map<String, String> byArn, Map<String, String> teams) {
    /** @param environment of which a plan is made; what was made for another compute than the configured one is nobody's */
    static Steps of(Account account, Environment environment) {
        Map<String, String> byArn = new TreeMap<>();
        Map<String, String> teams = new TreeMap<>();
        account.client(ResourceGroupsTaggingApiClient.builder())
                .getResourcesPaginator(
                        r -> r.tagFilters(f -> f.key("provision:env").values("dev")))
                .resourceTagMappingList()
                .forEach(mapping -> {
                    tag(mapping, "provision:resource")
                            .filter(step -> !former(step, mapping.resourceARN(), environment))
                            .ifPresent(step -> byArn.put(mapping.resourceARN(), step));
                    tag(mapping, "team").ifPresent(team -> teams.put(mapping.resourceARN(), team));
                });
        return new Steps(byArn, teams);
    }

    /** After a move a container has target groups for both computes, made by the same steps: a plan tells of one of them. */
    private static boolean former(String step, String arn, Environment environment) {
        return step.startsWith("target-group/")
                && environment.containers().stream()
                        .filter(container -> step.startsWith("target-group/" + container.name() + "-"))
                        .anyMatch(container ->
                                container.compute() instanceof AwsLambda != arn.split("/")[1].endsWith("-fn"));
    }

    private static Optional<String> tag(ResourceTagMapping mapping, String key) {
        return mapping.tags().stream()
                .filter(tag -> tag.key().equals(key))
                .map(Tag::value)
                .findFirst();
    }

    /** The step that made something; empty where nobody says so. */
    Set<String> of(String arn) {
        return byArn.containsKey(arn) ? Set.of(byArn.get(arn)) : Set.of();
    }
}
