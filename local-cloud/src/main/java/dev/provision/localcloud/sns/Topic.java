package dev.provision.localcloud.sns;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A topic. Changes under the control-plane lock only. */
final class Topic {
    private static final int KEPT = 100;

    private final String arn;
    private final Map<String, String> attributes;
    private final Map<String, String> tags = new TreeMap<>();
    private final Map<String, Subscription> subscriptions = new LinkedHashMap<>();
    private final List<Message> messages = new ArrayList<>();

    /**
     * @param confirmed whether the endpoint has agreed; e-mail addresses here never do, as nobody reads the mail
     */
    record Subscription(String arn, String protocol, String endpoint, boolean confirmed) {}

    /** Something that was published. */
    record Message(String id, Instant at, String subject, String text) {}

    Topic(String arn, Map<String, String> attributes) {
        this.arn = arn;
        this.attributes = new TreeMap<>(attributes);
    }

    String arn() {
        return arn;
    }

    String name() {
        return arn.substring(arn.lastIndexOf(':') + 1);
    }

    Map<String, String> attributes() {
        return attributes;
    }

    Map<String, String> tags() {
        return tags;
    }

    /** By ARN. */
    Map<String, Subscription> subscriptions() {
        return subscriptions;
    }

    /** The latest ones, the oldest first. */
    List<Message> messages() {
        return List.copyOf(messages);
    }

    void publish(Message message) {
        messages.add(message);
        if (messages.size() > KEPT) {
            messages.removeFirst();
        }
    }
}
