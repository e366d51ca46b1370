package dev.provision.localcloud.access;

import dev.provision.localcloud.iam.IdentityPolicy;
import dev.provision.localcloud.iam.IdentityPolicy.Ruling;
import dev.provision.localcloud.state.Account;
import dev.provision.localcloud.state.TaggedResource;
import dev.provision.localcloud.wire.Authorization;
import dev.provision.localcloud.wire.AwsError;
import dev.provision.localcloud.wire.Call;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import software.amazon.awssdk.core.SdkPojo;

/** Lets a caller do what a policy grants and refuses everything else, as each service words it. */
public final class CallerRights implements Authorization {
    private final Account account;
    private final IdentityPolicy policy;
    private final String caller;
    private final Needs needs;
    private final Supplier<Stream<TaggedResource>> tagged;

    /**
     * @param policy what the caller may do
     * @param caller its ARN
     * @param serviceLinkedRoles whether the service-linked role of a service, for example {@code ecs.amazonaws.com}, is there
     * @param tagged all resources, for conditions on their tags
     */
    public CallerRights(
            Account account,
            IdentityPolicy policy,
            String caller,
            Predicate<String> serviceLinkedRoles,
            Supplier<Stream<TaggedResource>> tagged) {
        this.account = account;
        this.policy = policy;
        this.caller = caller;
        this.needs = new Needs(account, serviceLinkedRoles);
        this.tagged = tagged;
    }

    @Override
    public void check(Call call, SdkPojo request) {
        Members members = new Members(request);
        for (Need need : needs.of(call.service(), call.operation(), members)) {
            check(call.service(), need, members.tags());
        }
    }

    /**
     * Checks a right that goes with no operation, as those of the registry do.
     *
     * @throws AwsError if the caller does not have it
     */
    public void check(String service, String action, String resource) {
        check(service, Need.of(action, resource), Map.of());
    }

    private void check(String service, Need need, Map<String, String> requestTags) {
        Ruling ruling = policy.judge(caller, need.action(), need.resource(), context(need, requestTags));
        if (ruling != Ruling.ALLOWED) {
            throw ruling == Ruling.DENIED
                    ? Refusals.denied(service, caller, need)
                    : Refusals.missing(service, caller, need);
        }
    }

    private Map<String, String> context(Need need, Map<String, String> requestTags) {
        Map<String, String> context = new HashMap<>(need.context());
        context.put("aws:RequestedRegion", account.region());
        context.put("aws:PrincipalArn", caller);
        context.put("aws:PrincipalAccount", account.id());
        requestTags.forEach((key, value) -> context.put("aws:RequestTag/" + key, value));
        if (need.resource().startsWith("arn:")) {
            tagged.get()
                    .filter(resource -> resource.arn().equals(need.resource()))
                    .findFirst()
                    .ifPresent(resource ->
                            resource.tags().forEach((key, value) -> context.put("aws:ResourceTag/" + key, value)));
        }
        return context;
    }
}
