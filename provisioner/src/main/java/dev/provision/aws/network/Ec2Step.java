package dev.provision.aws.network;

import dev.provision.aws.Api;
import dev.provision.aws.AwsStep;
import dev.provision.aws.Changes;
import dev.provision.aws.Inventory;
import dev.provision.aws.Owner;
import dev.provision.aws.Tagged;
import dev.provision.graph.StepKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

/**
 * A resource of EC2 that is found by its tags.
 *
 * @param <M> the SDK's model of it
 * @param <L> the live thing
 */
abstract class Ec2Step<M, L> extends AwsStep<L> {
    private final Owner owner;
    private final Api<Ec2Client> ec2;
    private final Inventory<Tagged<M>> inventory;

    Ec2Step(StepKey key, Set<StepKey> needs, Owner owner, Api<Ec2Client> ec2, Inventory<Tagged<M>> inventory) {
        super(key, "ec2", needs);
        this.owner = owner;
        this.ec2 = ec2;
        this.inventory = inventory;
    }

    /** The live thing as described. */
    abstract L live(Tagged<M> described);

    /** How EC2 calls this kind when it tags it. */
    abstract ResourceType type();

    @Override
    public Optional<L> find() {
        return inventory
                .first(tagged -> tagged.resource().equals(key().toString()))
                .map(this::live);
    }

    /** {@link #find}, as of now. */
    final Optional<L> look() {
        inventory.stale();
        return find();
    }

    /** What was retired carries the key of its step with this at the end. */
    private static final String RETIRED = ".retired";

    final void retire(String id) {
        Ec2Tags.put(ec2, id, Map.of(Owner.RESOURCE_TAG, key() + RETIRED));
        inventory.stale();
    }

    @Override
    public List<L> retired() {
        return inventory.all().stream()
                .filter(tagged -> tagged.resource().equals(key() + RETIRED))
                .map(this::live)
                .toList();
    }

    final Api<Ec2Client> ec2() {
        return ec2;
    }

    final void stale() {
        inventory.stale();
    }

    final TagSpecification onCreate() {
        return Ec2Tags.onCreate(type(), owner, key());
    }

    final Map<String, String> wantedTags() {
        return owner.namedTags(key());
    }

    final Changes changedTags(Map<String, String> live) {
        return new Changes().tags(live, wantedTags());
    }

    final void putTags(String id) {
        Ec2Tags.put(ec2, id, wantedTags());
    }

    /** The actions by their names without the service, and those that every step of this kind needs. */
    static Set<String> ec2Actions(String... names) {
        return Stream.concat(Stream.of(names), Stream.of("CreateTags"))
                .map(name -> "ec2:" + name)
                .collect(Collectors.toUnmodifiableSet());
    }
}
