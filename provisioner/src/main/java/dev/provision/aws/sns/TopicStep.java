package dev.provision.aws.sns;

import dev.provision.aws.Api;
import dev.provision.aws.AwsStep;
import dev.provision.aws.Changes;
import dev.provision.aws.Owner;
import dev.provision.graph.Change;
import dev.provision.graph.ProvisionException.NameTaken;
import dev.provision.graph.StepKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.Tag;
import software.amazon.awssdk.services.sns.model.Topic;

/**
 * A topic, and the one address that it sends mail to. Its policy stays AWS's own, by which the alarms of the same account may
 * publish to it. SNS asks the address to confirm and is not waited for, as that may take a person days; what nobody confirms SNS
 * forgets after some days, and the next up asks again.
 */
public final class TopicStep extends AwsStep<TopicStep.Live> {
    private static final String MAIL = "email";
    private final Spec spec;
    private final Owner owner;
    private final Api<SnsClient> sns;

    /**
     * What is wanted.
     *
     * @param name unique in the account and region; letters, digits, dashes and underscores, at most 256
     * @param email the address
     */
    public record Spec(String name, String email) {}

    TopicStep(StepKey key, Spec spec, Owner owner, Api<SnsClient> sns) {
        super(key, "sns", Set.of());
        this.spec = spec;
        this.owner = owner;
        this.sns = sns;
    }

    /**
     * A topic that exists.
     *
     * @param mails the subscriptions by mail, by address; {@code PendingConfirmation} instead of an ARN where nobody has
     *     confirmed
     */
    public record Live(TopicArn arn, Map<String, String> mails, Map<String, String> tags) {
        public Live {
            mails = Map.copyOf(mails);
            tags = Map.copyOf(tags);
        }

        /** Whether somebody at an address has confirmed its subscription; empty where there is none. */
        public Optional<Boolean> hears(String address) {
            return Optional.ofNullable(mails.get(address)).map(TopicStep::confirmed);
        }

        /** Without those that nobody can unsubscribe and that SNS forgets by itself: API_Unsubscribe. */
        private Set<String> addresses(String wanted) {
            Set<String> lasting = new TreeSet<>();
            mails.forEach((address, subscription) -> {
                if (address.equals(wanted) || confirmed(subscription)) {
                    lasting.add(address);
                }
            });
            return lasting;
        }
    }

    private static boolean confirmed(String subscription) {
        return subscription.startsWith("arn:");
    }

    /** By its name, which is unique: for the ARN one would have to ask for the account. */
    @Override
    public Optional<Live> find() {
        return sns.call(c -> c.listTopicsPaginator().topics().stream()
                        .map(Topic::topicArn)
                        .filter(arn -> arn.endsWith(":" + spec.name()))
                        .findFirst())
                .flatMap(this::live);
    }

    /** Empty if it is gone by now. */
    private Optional<Live> live(String arn) {
        return sns.find(c -> {
            Map<String, String> tags = new TreeMap<>();
            c.listTagsForResource(r -> r.resourceArn(arn)).tags().forEach(tag -> tags.put(tag.key(), tag.value()));
            if (!owner.owns(tags)) {
                throw new NameTaken(
                        "the topic " + spec.name() + " exists and does not belong to " + owner.prefix(),
                        "delete it, or name it as alarms.topicArn instead of alarms.email",
                        null);
            }
            Map<String, String> mails = new TreeMap<>();
            c.listSubscriptionsByTopicPaginator(r -> r.topicArn(arn)).subscriptions().stream()
                    .filter(one -> MAIL.equals(one.protocol()))
                    .forEach(one -> mails.put(one.endpoint(), one.subscriptionArn()));
            return new Live(new TopicArn(arn), mails, tags);
        });
    }

    @Override
    protected Changes comparison(Live live) {
        return new Changes()
                .meaning(
                        MAIL,
                        live.mails().keySet(),
                        Set.of(spec.email()),
                        live.addresses(spec.email()).equals(Set.of(spec.email())))
                .tags(live.tags(), owner.tags(key()));
    }

    /** With a name that exists AWS answers with what exists: API_CreateTopic. */
    @Override
    public Live create() {
        String arn = sns.call(
                c -> c.createTopic(r -> r.name(spec.name()).tags(tags())).topicArn());
        subscribe(arn);
        return sns.made(spec.name(), () -> live(arn));
    }

    private void subscribe(String arn) {
        sns.settle(c -> c.subscribe(r -> r.topicArn(arn).protocol(MAIL).endpoint(spec.email())));
    }

    @Override
    public Live converge(Live live, List<Change> changes) {
        String arn = live.arn().value();
        if (Changes.touch(changes, "tags")) {
            sns.run(c -> c.tagResource(r -> r.resourceArn(arn).tags(tags())));
        }
        if (!live.mails().containsKey(spec.email())) {
            subscribe(arn);
        }
        live.mails().forEach((address, subscription) -> {
            if (!address.equals(spec.email()) && confirmed(subscription)) {
                sns.delete(c -> c.unsubscribe(r -> r.subscriptionArn(subscription)));
            }
        });
        return sns.made(spec.name(), () -> live(arn));
    }

    private List<Tag> tags() {
        return owner.tags(key()).entrySet().stream()
                .map(tag ->
                        Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
    }

    /** The subscriptions go with it. */
    @Override
    public void delete(Live live) {
        sns.delete(c -> c.deleteTopic(r -> r.topicArn(live.arn().value())));
    }

    @Override
    public Set<String> actions() {
        return Set.of(
                "sns:CreateTopic",
                "sns:DeleteTopic",
                "sns:ListSubscriptionsByTopic",
                "sns:ListTagsForResource",
                "sns:ListTopics",
                "sns:Subscribe",
                "sns:TagResource",
                "sns:Unsubscribe");
    }
}
