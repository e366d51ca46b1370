package dev.provision.localcloud.autoscaling;

import dev.provision.localcloud.state.Account;
import dev.provision.localcloud.state.Ids;
import dev.provision.localcloud.state.TaggedResource;
import dev.provision.localcloud.state.TaggedResources;
import dev.provision.localcloud.time.CloudTime;
import dev.provision.localcloud.wire.AwsError;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.applicationautoscaling.model.PutScalingPolicyRequest;

/** The targets and their policies. */
final class Registrations implements TaggedResources {
    private record PolicyKey(TargetId target, String name) {}

    private final Account account;
    private final CloudTime time;
    private final Map<TargetId, Target> targets = new LinkedHashMap<>();
    private final Map<PolicyKey, Policy> policies = new LinkedHashMap<>();

    Registrations(Account account, CloudTime time) {
        this.account = account;
        this.time = time;
    }

    Target targetOrNew(TargetId id) {
        return targets.computeIfAbsent(
                id,
                key -> new Target(
                        key, account.arn("application-autoscaling", "scalable-target/" + Ids.hex(32)), time.now()));
    }

    Optional<Target> target(TargetId id) {
        return Optional.ofNullable(targets.get(id));
    }

    Target require(TargetId id) {
        return target(id)
                .orElseThrow(() -> notFound("No scalable target found for service namespace: " + id.namespace()
                        + ", resource ID: " + id.resourceId() + ", scalable dimension: " + id.dimension()));
    }

    Stream<Target> targets() {
        return targets.values().stream();
    }

    void remove(TargetId id) {
        targets.remove(id);
    }

    Policy put(TargetId target, PutScalingPolicyRequest settings) {
        PolicyKey key = new PolicyKey(target, settings.policyName());
        Optional<Policy> before = Optional.ofNullable(policies.get(key));
        String arn = before.map(Policy::arn)
                .orElseGet(() -> account.arn(
                        "autoscaling",
                        "scalingPolicy:" + Ids.hex(32) + ":resource/" + target.namespace() + "/" + target.resourceId()
                                + ":policyName/" + settings.policyName()));
        Policy policy =
                new Policy(arn, target, settings, before.map(Policy::created).orElseGet(time::now));
        policies.put(key, policy);
        return policy;
    }

    Policy requirePolicy(TargetId target, String name) {
        return Optional.ofNullable(policies.get(new PolicyKey(target, name)))
                .orElseThrow(() -> notFound("No scaling policy found for service namespace: " + target.namespace()
                        + ", resource ID: " + target.resourceId() + ", scalable dimension: " + target.dimension()
                        + ", policy name: " + name));
    }

    void removePolicy(Policy policy) {
        policies.remove(new PolicyKey(policy.target(), policy.name()));
    }

    Stream<Policy> policies() {
        return policies.values().stream();
    }

    @Override
    public Stream<TaggedResource> taggedResources() {
        return targets()
                .map(target ->
                        new TaggedResource(target.arn(), "application-autoscaling:scalable-target", target.tags()));
    }

    @Override
    public Optional<Map<String, String>> tagsOf(String arn) {
        return targets().filter(target -> target.arn().equals(arn)).findFirst().map(Target::tags);
    }

    static AwsError notFound(String message) {
        return AwsError.badRequest("ObjectNotFoundException", message);
    }

    static AwsError invalid(String message) {
        return AwsError.badRequest("ValidationException", message);
    }
}
