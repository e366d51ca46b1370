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
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
     * @param name as Route 53 keeps it
     * @param set as it is there; empty where somebody else deleted it, and left the mark
     * @param mark the mark beside it; empty where it does not say that the record is ours
     * @param change the change that made it, as long as not all name servers are known to have it
     */
    public record Live(
            String name, Optional<ResourceRecordSet> set, Optional<ResourceRecordSet> mark, Optional<String> change) {
        String target() {
            return set.map(record -> record.aliasTarget() == null
                            ? record.resourceRecords().stream()
                                    .map(ResourceRecord::value)
                                    .collect(Collectors.joining(", "))
                            : record.aliasTarget().dnsName())
                    .orElse("");
        }
    }

    @Override
    public Optional<Live> find() {
        return dropped.get()
                ? Optional.empty()
                : zone.live()
                        .flatMap(in -> source.name().or(() -> marked(in.id())).flatMap(name -> look(in.id(), name)));
    }

    /** The name of the CNAME one label below a domain beside which our mark is; no domain's label begins like that one. */
    private Optional<RecordName> marked(HostedZoneId in) {
        return source.under().map(RecordName::dotted).flatMap(domain -> {
            Pattern mark = Pattern.compile("^" + Pattern.quote(MARK) + "(_[^.]+" + Pattern.quote("." + domain) + ")");
            return route53.find(c -> c
                            .listResourceRecordSetsPaginator(
                                    r -> r.hostedZoneId(in.value()).startRecordName(domain))
                            .resourceRecordSets()
                            .stream()
                            // By their labels from the right: what is below a domain follows it
                            // (API_ListResourceRecordSets).
                            .takeWhile(record -> ("." + record.name()).endsWith("." + domain))
                            .filter(record -> record.type() == RRType.TXT && says(record, mark()))
                            .flatMap(record -> mark.matcher(record.name()).results())
                            .map(match -> match.group(1))
                            .findFirst())
                    .flatMap(name -> name)
                    .map(RecordName::proof);
        });
    }

    private static boolean says(ResourceRecordSet record, String text) {
        return record.resourceRecords().getFirst().value().equals(text);
    }

    private Optional<Live> look(HostedZoneId in, RecordName name) {
        Optional<ResourceRecordSet> ours =
                record(in, MARK + name.value(), RRType.TXT).filter(mark -> says(mark, mark()));
        Optional<ResourceRecordSet> there = record(in, name.value(), name.type());
        if (ours.isPresent()) {
            // A mark without a record is to go, too: with it, somebody else's record of the name would be taken for
            // ours.
            return Optional.of(new Live(name.value(), there, ours, Optional.empty()));
        }
        return there.flatMap(found -> {
            Live live = new Live(name.value(), there, ours, Optional.empty());
            boolean taken =
                    switch (name.foreign()) {
                        case REFUSED -> true;
                        case SHARED ->
                            source.record()
                                    .map(WantedRecord::target)
                                    .filter(live.target()::equals)
                                    .isEmpty();
                        case IGNORED -> false;
                    };
            if (taken) {
                throw new NameTaken(
                        "the record " + name.value() + " exists, points to " + live.target()
                                + " and does not belong to " + owner.prefix(),
                        "delete it, or choose another routing.domain",
                        null);
            }
            return name.foreign() == RecordName.Foreign.IGNORED ? Optional.empty() : Optional.of(live);
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

    @Override
    protected Changes comparison(Live live) {
        Changes changes =
                new Changes().known("target", live.target(), source.record().map(WantedRecord::target));
        return live.mark()
                .flatMap(_ -> live.set())
                .map(record -> record.aliasTarget() == null
                        ? changes.field("ttl", record.ttl(), TTL_SECONDS)
                        : changes.field(
                                "evaluate_target_health", record.aliasTarget().evaluateTargetHealth(), false))
                .orElse(changes);
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
        ResourceRecordSet set = set(wanted);
        ResourceRecordSet mark = mark(wanted);
        // Upserted, for a mark may have been left alone by somebody who deleted the record.
        String id = change(List.of(change(action, set), change(ChangeAction.UPSERT, mark)));
        return new Live(wanted.name().value(), Optional.of(set), Optional.of(mark), Optional.of(id));
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

    private static ResourceRecordSet set(WantedRecord wanted) {
        ResourceRecordSet.Builder set = ResourceRecordSet.builder()
                .name(wanted.name().value())
                .type(wanted.name().type());
        return wanted.aliasZone()
                .map(alias -> set.aliasTarget(a ->
                        a.hostedZoneId(alias.value()).dnsName(wanted.target()).evaluateTargetHealth(false)))
                .orElseGet(() -> set.ttl(TTL_SECONDS)
                        .resourceRecords(
                                ResourceRecord.builder().value(wanted.target()).build()))
                .build();
    }

    /** The mark beside the record. */
    private ResourceRecordSet mark(WantedRecord wanted) {
        return ResourceRecordSet.builder()
                .name(MARK + wanted.name().value())
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
                        "the change of " + live.name() + " is " + status + ": not all name servers have it"))
                .orElseGet(Readiness::ready);
    }

    @Override
    public void delete(Live live) {
        live.mark()
                .ifPresentOrElse(
                        // As they are there: Route 53 deletes no record whose TTL or value is another (API_Change).
                        mark -> change(Stream.concat(live.set().stream(), Stream.of(mark))
                                .map(record -> change(ChangeAction.DELETE, record))
                                .toList()),
                        () -> dropped.set(true));
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
