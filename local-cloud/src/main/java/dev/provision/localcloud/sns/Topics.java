package dev.provision.localcloud.sns;

import dev.provision.localcloud.cloudwatch.AlarmAction;
import dev.provision.localcloud.state.Account;
import dev.provision.localcloud.state.TaggedResource;
import dev.provision.localcloud.state.TaggedResources;
import dev.provision.localcloud.time.CloudTime;
import dev.provision.localcloud.wire.AwsError;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;

/** All topics, by ARN; alarms publish to those that they name. Under the control-plane lock only. */
final class Topics implements TaggedResources, AlarmAction.Listener {
    private final Account account;
    private final CloudTime time;
    private final Map<String, Topic> topics = new TreeMap<>();

    Topics(Account account, CloudTime time) {
        this.account = account;
        this.time = time;
    }

    Account account() {
        return account;
    }

    Collection<Topic> all() {
        return topics.values();
    }

    Optional<Topic> find(String arn) {
        return Optional.ofNullable(arn).map(topics::get);
    }

    void add(Topic topic) {
        topics.put(topic.arn(), topic);
    }

    void remove(String arn) {
        topics.remove(arn);
    }

    /** @throws AwsError if there is no such topic */
    Topic require(String arn) {
        return find(arn).orElseThrow(() -> new AwsError("NotFound", 404, "Topic does not exist"));
    }

    /** Publishes and returns the message's id. */
    String publish(Topic topic, String subject, String text) {
        String id = UUID.randomUUID().toString();
        topic.publish(new Topic.Message(id, time.now(), subject, text));
        return id;
    }

    @Override
    public void act(AlarmAction action) {
        find(action.actionArn())
                .ifPresent(topic -> publish(
                        topic,
                        action.state() + ": \"" + action.alarmName() + "\" in " + account.region(),
                        String.format(
                                Locale.ROOT,
                                "{\"AlarmName\":\"%s\",\"AlarmArn\":\"%s\",\"AWSAccountId\":\"%s\",\"NewStateValue\":\"%s\"}",
                                action.alarmName(),
                                action.alarmArn(),
                                account.id(),
                                action.state())));
    }

    @Override
    public Stream<TaggedResource> taggedResources() {
        return topics.values().stream().map(topic -> new TaggedResource(topic.arn(), "sns:topic", topic.tags()));
    }

    @Override
    public Optional<Map<String, String>> tagsOf(String arn) {
        return topics.values().stream()
                .filter(topic -> topic.arn().equals(arn))
                .map(Topic::tags)
                .findFirst();
    }
}
