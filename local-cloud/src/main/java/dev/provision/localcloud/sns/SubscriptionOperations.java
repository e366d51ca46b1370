package dev.provision.localcloud.sns;

import dev.provision.localcloud.state.Page;
import dev.provision.localcloud.wire.AwsError;
import dev.provision.localcloud.wire.AwsService;
import dev.provision.localcloud.wire.ServiceApi;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import software.amazon.awssdk.services.sns.model.ListSubscriptionsByTopicRequest;
import software.amazon.awssdk.services.sns.model.ListSubscriptionsByTopicResponse;
import software.amazon.awssdk.services.sns.model.ListSubscriptionsRequest;
import software.amazon.awssdk.services.sns.model.ListSubscriptionsResponse;
import software.amazon.awssdk.services.sns.model.SubscribeRequest;
import software.amazon.awssdk.services.sns.model.SubscribeResponse;
import software.amazon.awssdk.services.sns.model.Subscription;
import software.amazon.awssdk.services.sns.model.UnsubscribeRequest;
import software.amazon.awssdk.services.sns.model.UnsubscribeResponse;

/** Subscriptions to topics. */
final class SubscriptionOperations implements AwsService {
    private static final Set<String> PROTOCOLS =
            Set.of("http", "https", "email", "email-json", "sms", "sqs", "application", "lambda", "firehose");
    /** Of these AWS asks the endpoint for a confirmation. */
    private static final Set<String> CONFIRMED_BY_ENDPOINT = Set.of("http", "https", "email", "email-json");

    private static final String PENDING = "PendingConfirmation";
    private static final int PAGE = 100;

    private final Topics topics;

    SubscriptionOperations(Topics topics) {
        this.topics = topics;
    }

    @Override
    public ServiceApi api() {
        return Sns.API;
    }

    /** The same protocol and endpoint again is the same subscription. */
    public SubscribeResponse subscribe(SubscribeRequest request) {
        Topic topic = topics.require(request.topicArn());
        String protocol = Optional.ofNullable(request.protocol()).orElse("");
        if (!PROTOCOLS.contains(protocol)) {
            throw TopicOperations.invalid("Protocol Reason: '" + protocol + "' is not supported");
        }
        String endpoint = Optional.ofNullable(request.endpoint()).orElse("");
        if (endpoint.isEmpty() || (protocol.startsWith("email") && !endpoint.contains("@"))) {
            throw TopicOperations.invalid("Endpoint");
        }
        Topic.Subscription made = topic.subscriptions().values().stream()
                .filter(one -> one.protocol().equals(protocol) && one.endpoint().equals(endpoint))
                .findFirst()
                .orElseGet(() -> new Topic.Subscription(
                        topic.arn() + ":" + UUID.randomUUID(),
                        protocol,
                        endpoint,
                        !CONFIRMED_BY_ENDPOINT.contains(protocol)));
        topic.subscriptions().put(made.arn(), made);
        boolean shown = made.confirmed() || Boolean.TRUE.equals(request.returnSubscriptionArn());
        return SubscribeResponse.builder()
                .subscriptionArn(shown ? made.arn() : "pending confirmation")
                .build();
    }

    public UnsubscribeResponse unsubscribe(UnsubscribeRequest request) {
        if (request.subscriptionArn() == null || !request.subscriptionArn().startsWith("arn:")) {
            throw TopicOperations.invalid("SubscriptionArn Reason: An ARN must have at least 6 elements");
        }
        topics.all().forEach(topic -> topic.subscriptions().remove(request.subscriptionArn()));
        return UnsubscribeResponse.builder().build();
    }

    public ListSubscriptionsByTopicResponse listSubscriptionsByTopic(ListSubscriptionsByTopicRequest request) {
        Page<Subscription> page = page(Stream.of(topics.require(request.topicArn())), request.nextToken());
        return ListSubscriptionsByTopicResponse.builder()
                .subscriptions(page.items())
                .nextToken(page.nextToken().orElse(null))
                .build();
    }

    public ListSubscriptionsResponse listSubscriptions(ListSubscriptionsRequest request) {
        Page<Subscription> page = page(topics.all().stream(), request.nextToken());
        return ListSubscriptionsResponse.builder()
                .subscriptions(page.items())
                .nextToken(page.nextToken().orElse(null))
                .build();
    }

    private Page<Subscription> page(Stream<Topic> of, String token) {
        List<Subscription> all = of.flatMap(
                        topic -> topic.subscriptions().values().stream().map(one -> Subscription.builder()
                                .subscriptionArn(one.confirmed() ? one.arn() : PENDING)
                                .owner(topics.account().id())
                                .protocol(one.protocol())
                                .endpoint(one.endpoint())
                                .topicArn(topic.arn())
                                .build()))
                .toList();
        return Page.of(all, token, PAGE)
                .orElseThrow(() -> AwsError.badRequest("InvalidParameter", "Invalid parameter: NextToken"));
    }
}
