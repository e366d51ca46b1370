package dev.provision.aws.dns;

import dev.provision.aws.Api;
import dev.provision.aws.AwsStep;
import dev.provision.aws.Changes;
import dev.provision.aws.Owner;
import dev.provision.graph.Change;
import dev.provision.graph.ProvisionException.NameTaken;
import dev.provision.graph.Readiness;
import dev.provision.graph.Ref;
import dev.provision.graph.StepKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import software.amazon.awssdk.services.route53.Route53Client;
import software.amazon.awssdk.services.route53.model.ChangeAction;
import software.amazon.awssdk.services.route53.model.ChangeStatus;
import software.amazon.awssdk.services.route53.model.RRType;
import software.amazon.awssdk.services.route53.model.ResourceRecord;
import software.amazon.awssdk.services.route53.model.ResourceRecordSet;

/**
 * A record in a zone that is not ours. Records have no tags: a TXT record beside it, made and deleted in the same change, says
 * whose it is, so that nobody else's record is ever changed or deleted.
 */
public final class DnsRecordStep extends AwsStep<DnsRecordStep.Live> {
    private static final String MARK = "_provision.";
    private static final long TTL_SECONDS = 300;
    private final RecordSource source;
    private final Ref<HostedZoneStep.Live> zone;
    private final Owner owner;
    private final Api<Route53Client> route53;
    private final AtomicBoolean dropped = new AtomicBoolean();

    DnsRecordStep(
            StepKey key, RecordSource source, Ref<HostedZoneStep.Live> zone, Owner owner, Api<Route53Client> route53) {
        super(key, "route53", needs(needs(zone), source.needs()));
        this.source = source;
        this.zone = zone;
        this.owner = owner;
        this.route53 = route53;
    }

    /**
     * A record that exists.
     *
     * @param target where it points to
     * @param ours whether the mark beside it says so
     * @param change the change that made it, as long as not all name servers are known to have it
     */
    public record Live(WantedRecord record, String target, boolean ours, Optional<String> change) {}

    @Override
    public Optional<Live> find() {
        return dropped.get()
                ? Optional.empty()
                : zone.live().flatMap(in -> source.record().flatMap(wanted -> look(in.id(), wanted)));
    }

    private Optional<Live> look(HostedZoneId in, WantedRecord wanted) {
        boolean ours = record(in, MARK + wanted.name(), RRType.TXT)
                .map(mark -> mark.resourceRecords().getFirst().value().equals(mark()))
                .orElse(false);
        return record(in, wanted.name(), type(wanted)).map(found -> {
            String target = found.aliasTarget() == null
                    ? found.resourceRecords().getFirst().value()
                    : found.aliasTarget().dnsName();
            if (!ours && (wanted.exclusive() || !target.equals(wanted.target()))) {
                throw new NameTaken(
                        "the record " + wanted.name() + " exists, points to " + target + " and does not belong to "
                                + owner.prefix(),
                        "delete it, or choose another routing.domain",
                        null);
            }
            return new Live(wanted, target, ours, Optional.empty());
        });
    }

    /** The first record at or after a name and type, which is all that Route 53 can be asked for. */
    private Optional<ResourceRecordSet> record(HostedZoneId in, String name, RRType type) {
        return route53.find(c -> c.listResourceRecordSets(r -> r.hostedZoneId(in.value())
                                .startRecordName(name)
                                .startRecordType(type)
                                .maxItems("1"))
                        .resourceRecordSets())
                .flatMap(found -> found.stream()
                        .filter(record -> record.name().equals(name) && record.type() == type)
                        .findFirst());
    }

    private String mark() {
        return "\"heritage=provision,name=" + owner.name() + ",env=" + owner.env() + "\"";
    }

    private static RRType type(WantedRecord wanted) {
        return wanted.aliasZone().isPresent() ? RRType.A : RRType.CNAME;
    }

    @Override
    protected Changes comparison(Live live) {
        return new Changes().known("target", live.target(), source.record().map(WantedRecord::target));
    }

    @Override
    public Live create() {
        return put(ChangeAction.CREATE);
    }

    @Override
    public Live converge(Live live, List<Change> changes) {
        return put(ChangeAction.UPSERT);
    }

    private Live put(ChangeAction action) {
        WantedRecord wanted = source.record()
                .orElseThrow(() -> new IllegalStateException(key() + ": what the record says is not known"));
        // Upserted, for a mark may have been left alone by somebody who deleted the record.
        String id =
                change(List.of(change(action, set(wanted, wanted.target())), change(ChangeAction.UPSERT, set(wanted))));
        return new Live(wanted, wanted.target(), true, Optional.of(id));
    }

    private String change(List<software.amazon.awssdk.services.route53.model.Change> changes) {
        String in = zone.require().id().value();
        return route53.call(
                c -> c.changeResourceRecordSets(r -> r.hostedZoneId(in).changeBatch(b -> b.changes(changes)))
                        .changeInfo()
                        .id());
    }

    private static software.amazon.awssdk.services.route53.model.Change change(
            ChangeAction action, ResourceRecordSet set) {
        return software.amazon.awssdk.services.route53.model.Change.builder()
                .action(action)
                .resourceRecordSet(set)
                .build();
    }

    private static ResourceRecordSet set(WantedRecord wanted, String target) {
        ResourceRecordSet.Builder set =
                ResourceRecordSet.builder().name(wanted.name()).type(type(wanted));
        return wanted.aliasZone()
                .map(alias -> set.aliasTarget(
                        a -> a.hostedZoneId(alias.value()).dnsName(target).evaluateTargetHealth(false)))
                .orElseGet(() -> set.ttl(TTL_SECONDS)
                        .resourceRecords(ResourceRecord.builder().value(target).build()))
                .build();
    }

    /** The mark beside the record. */
    private ResourceRecordSet set(WantedRecord wanted) {
        return ResourceRecordSet.builder()
                .name(MARK + wanted.name())
                .type(RRType.TXT)
                .ttl(TTL_SECONDS)
                .resourceRecords(ResourceRecord.builder().value(mark()).build())
                .build();
    }

    @Override
    public Readiness probe(Live live) {
        return live.change()
                .map(id -> route53.call(
                        c -> c.getChange(r -> r.id(id)).changeInfo().status()))
                .filter(status -> status != ChangeStatus.INSYNC)
                .map(status -> Readiness.pending(
                        "the change of " + live.record().name() + " is " + status + ": not all name servers have it"))
                .orElseGet(Readiness::ready);
    }

    @Override
    public void delete(Live live) {
        if (!live.ours()) {
            dropped.set(true);
            return;
        }
        List<software.amazon.awssdk.services.route53.model.Change> changes = new ArrayList<>();
        changes.add(change(ChangeAction.DELETE, set(live.record(), live.target())));
        changes.add(change(ChangeAction.DELETE, set(live.record())));
        change(changes);
    }

    @Override
    public Set<String> actions() {
        return Set.of("route53:ChangeResourceRecordSets", "route53:GetChange", "route53:ListResourceRecordSets");
    }

    @Override
    public int typicalSeconds() {
        return 35;
    }
}
