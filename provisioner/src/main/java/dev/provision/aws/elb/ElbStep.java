package dev.provision.aws.elb;

import dev.provision.aws.Api;
import dev.provision.aws.AwsStep;
import dev.provision.aws.Changes;
import dev.provision.aws.Owner;
import dev.provision.graph.StepKey;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Tag;

/**
 * A resource of Elastic Load Balancing.
 *
 * @param <L> the live thing
 */
abstract class ElbStep<L> extends AwsStep<L> {
    private static final String SERVICE = "elasticloadbalancing";
    private final Owner owner;
    private final Api<ElasticLoadBalancingV2Client> elb;

    ElbStep(StepKey key, Set<StepKey> needs, Owner owner, Api<ElasticLoadBalancingV2Client> elb) {
        super(key, SERVICE, needs);
        this.owner = owner;
        this.elb = elb;
    }

    final Api<ElasticLoadBalancingV2Client> elb() {
        return elb;
    }

    final Map<String, String> wantedTags() {
        return owner.tags(key());
    }

    final List<Tag> tagList() {
        return BalancerInventories.list(wantedTags());
    }

    final Changes changedTags(Map<String, String> live) {
        return new Changes().tags(live, wantedTags());
    }

    final void putTags(String arn) {
        elb.run(c -> c.addTags(r -> r.resourceArns(arn).tags(tagList())));
    }

    /** The actions by their names without the service, and those that every step of this kind needs. */
    static Set<String> elbActions(String... names) {
        return Stream.concat(Stream.of(names), Stream.of("AddTags", "DescribeTags"))
                .map(name -> SERVICE + ":" + name)
                .collect(Collectors.toUnmodifiableSet());
    }
}
