package dev.provision.localcloud.ec2;

import dev.provision.localcloud.state.TagList;
import dev.provision.localcloud.state.TaggedResource;
import dev.provision.localcloud.state.TaggedResources;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.Tag;

/** What the tagging API lists and tags of EC2. */
final class Ec2TaggedResources implements TaggedResources {
    /** What the tagging API calls by the same names; DHCP options are left out as nobody here makes them. */
    private static final Set<Kind> TAGGED = Set.of(
            Kind.VPC,
            Kind.SUBNET,
            Kind.INTERNET_GATEWAY,
            Kind.ADDRESS,
            Kind.NAT_GATEWAY,
            Kind.ROUTE_TABLE,
            Kind.SECURITY_GROUP,
            Kind.SECURITY_GROUP_RULE,
            Kind.NETWORK_INTERFACE,
            Kind.NETWORK_ACL,
            Kind.VPC_ENDPOINT);

    private final Model model;
    private final NatGateways natGateways;

    Ec2TaggedResources(Model model, NatGateways natGateways) {
        this.model = model;
        this.natGateways = natGateways;
    }

    /** Deleted NAT gateways are among them for an hour, as long as EC2 shows them. */
    @Override
    public Stream<TaggedResource> taggedResources() {
        natGateways.forgetLongGone();
        return tables().flatMap(table -> table.ids().stream()
                .filter(id -> !model.tags().map(id).isEmpty())
                .map(id -> tagged(table.kind(), id)));
    }

    private Stream<Table<?>> tables() {
        return model.tables().stream().filter(table -> TAGGED.contains(table.kind()));
    }

    private TaggedResource tagged(Kind kind, String id) {
        return new TaggedResource(
                arn(kind, id), "ec2:" + kind.type(), model.tags().map(id));
    }

    private String arn(Kind kind, String id) {
        return model.account().arn("ec2", kind.type() + "/" + id);
    }

    private Optional<String> id(String arn) {
        String id = arn.substring(arn.lastIndexOf('/') + 1);
        return tables().filter(table -> table.has(id) && arn(table.kind(), id).equals(arn))
                .map(_ -> id)
                .findFirst();
    }

    @Override
    public boolean tag(String arn, Map<String, String> tags) {
        Optional<String> found = id(arn);
        found.ifPresent(id -> model.tags().add(id, TagList.of(tags, (key, value) -> Tag.builder()
                .key(key)
                .value(value)
                .build())));
        return found.isPresent();
    }

    @Override
    public boolean untag(String arn, List<String> keys) {
        Optional<String> found = id(arn);
        found.ifPresent(id -> model.tags()
                .remove(
                        id,
                        keys.stream().map(key -> Tag.builder().key(key).build()).toList()));
        return found.isPresent();
    }
}
