package dev.provision.localcloud.sns;

import dev.provision.localcloud.state.Page;
import dev.provision.localcloud.state.TagList;
import dev.provision.localcloud.wire.AwsError;
import dev.provision.localcloud.wire.AwsService;
import dev.provision.localcloud.wire.ServiceApi;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.sns.model.CreateTopicRequest;
import software.amazon.awssdk.services.sns.model.CreateTopicResponse;
import software.amazon.awssdk.services.sns.model.DeleteTopicRequest;
import software.amazon.awssdk.services.sns.model.DeleteTopicResponse;
import software.amazon.awssdk.services.sns.model.GetTopicAttributesRequest;
import software.amazon.awssdk.services.sns.model.GetTopicAttributesResponse;
import software.amazon.awssdk.services.sns.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.sns.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.sns.model.ListTopicsRequest;
import software.amazon.awssdk.services.sns.model.ListTopicsResponse;
import software.amazon.awssdk.services.sns.model.PublishRequest;
import software.amazon.awssdk.services.sns.model.PublishResponse;
import software.amazon.awssdk.services.sns.model.SetTopicAttributesRequest;
import software.amazon.awssdk.services.sns.model.SetTopicAttributesResponse;
import software.amazon.awssdk.services.sns.model.Tag;
import software.amazon.awssdk.services.sns.model.TagResourceRequest;
import software.amazon.awssdk.services.sns.model.TagResourceResponse;
import software.amazon.awssdk.services.sns.model.UntagResourceRequest;
import software.amazon.awssdk.services.sns.model.UntagResourceResponse;

/** Topics, their tags, and publishing to them. */
final class TopicOperations implements AwsService {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,256}");
    private static final int PAGE = 100;
    private static final int LARGEST = 262_144;

    private final Topics topics;

    TopicOperations(Topics topics) {
        this.topics = topics;
    }

    @Override
    public ServiceApi api() {
        return Sns.API;
    }

    /** With a name that is there already, the topic that is there, if its tags are the same. */
    public CreateTopicResponse createTopic(CreateTopicRequest request) {
        String name = Optional.ofNullable(request.name()).orElse("");
        if (!NAME.matcher(name).matches()) {
            throw invalid("Topic Name");
        }
        String arn = topics.account().arn("sns", name);
        Map<String, String> tags = tags(request.tags());
        Optional<Topic> existing = topics.find(arn);
        if (existing.isPresent() && !tags.isEmpty() && !existing.get().tags().equals(tags)) {
            throw invalid("Tags Reason: Topic already exists with different tags");
        }
        if (existing.isEmpty()) {
            Topic topic = new Topic(arn, request.attributes());
            topic.tags().putAll(tags);
            topics.add(topic);
        }
        return CreateTopicResponse.builder().topicArn(arn).build();
    }

    /** Deletes it with its subscriptions; succeeds where there is none. */
    public DeleteTopicResponse deleteTopic(DeleteTopicRequest request) {
        topics.remove(request.topicArn());
        return DeleteTopicResponse.builder().build();
    }

    public ListTopicsResponse listTopics(ListTopicsRequest request) {
        Page<Topic> page =
                Page.of(List.copyOf(topics.all()), request.nextToken(), PAGE).orElseThrow(() -> invalid("NextToken"));
        return ListTopicsResponse.builder()
                .topics(page.items().stream()
                        .map(topic -> software.amazon.awssdk.services.sns.model.Topic.builder()
                                .topicArn(topic.arn())
                                .build())
                        .toList())
                .nextToken(page.nextToken().orElse(null))
                .build();
    }

    public GetTopicAttributesResponse getTopicAttributes(GetTopicAttributesRequest request) {
        Topic topic = topics.require(request.topicArn());
        Map<String, String> attributes = new TreeMap<>(topic.attributes());
        long confirmed = topic.subscriptions().values().stream()
                .filter(Topic.Subscription::confirmed)
                .count();
        attributes.put("TopicArn", topic.arn());
        attributes.put("Owner", topics.account().id());
        attributes.putIfAbsent("DisplayName", "");
        attributes.put("SubscriptionsConfirmed", Long.toString(confirmed));
        attributes.put(
                "SubscriptionsPending", Long.toString(topic.subscriptions().size() - confirmed));
        attributes.put("SubscriptionsDeleted", "0");
        return GetTopicAttributesResponse.builder().attributes(attributes).build();
    }

    public SetTopicAttributesResponse setTopicAttributes(SetTopicAttributesRequest request) {
        Topic topic = topics.require(request.topicArn());
        if (request.attributeName() == null) {
            throw invalid("AttributeName");
        }
        topic.attributes()
                .put(
                        request.attributeName(),
                        Optional.ofNullable(request.attributeValue()).orElse(""));
        return SetTopicAttributesResponse.builder().build();
    }

    public PublishResponse publish(PublishRequest request) {
        Topic topic = topics.require(Optional.ofNullable(request.topicArn()).orElse(request.targetArn()));
        if (request.message() == null || request.message().isEmpty()) {
            throw invalid("Empty message");
        }
        if (request.message().length() > LARGEST) {
            throw invalid("Message too long");
        }
        String subject = Optional.ofNullable(request.subject()).orElse("");
        return PublishResponse.builder()
                .messageId(topics.publish(topic, subject, request.message()))
                .build();
    }

    public TagResourceResponse tagResource(TagResourceRequest request) {
        tagged(request.resourceArn()).tags().putAll(tags(request.tags()));
        return TagResourceResponse.builder().build();
    }

    public UntagResourceResponse untagResource(UntagResourceRequest request) {
        tagged(request.resourceArn()).tags().keySet().removeAll(request.tagKeys());
        return UntagResourceResponse.builder().build();
    }

    public ListTagsForResourceResponse listTagsForResource(ListTagsForResourceRequest request) {
        return ListTagsForResourceResponse.builder()
                .tags(TagList.of(
                        tagged(request.resourceArn()).tags(),
                        (key, value) -> Tag.builder().key(key).value(value).build()))
                .build();
    }

    private Topic tagged(String arn) {
        return topics.find(arn).orElseThrow(() -> new AwsError("ResourceNotFound", 404, "Resource does not exist"));
    }

    private static Map<String, String> tags(List<Tag> tags) {
        Map<String, String> all = new TreeMap<>();
        tags.forEach(tag -> all.put(tag.key(), Optional.ofNullable(tag.value()).orElse("")));
        if (all.size() > 50) {
            throw AwsError.badRequest(
                    "TagLimitExceeded", "Could not complete request: tag quota of per resource exceeded");
        }
        return all;
    }

    static AwsError invalid(String what) {
        return AwsError.badRequest("InvalidParameter", "Invalid parameter: " + what);
    }
}
