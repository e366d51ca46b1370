package dev.provision.aws.sns;

import dev.provision.aws.Api;
import dev.provision.aws.GivenStep;
import dev.provision.graph.StepKey;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.sns.SnsClient;

/** A topic that exists already: CloudWatch takes an alarm that tells one that does not, and then tells nobody. */
public final class GivenTopicStep extends GivenStep<TopicArn> {
    private final TopicArn arn;
    private final Api<SnsClient> sns;

    GivenTopicStep(StepKey key, TopicArn arn, Api<SnsClient> sns) {
        super(key, "sns", Set.of());
        this.arn = arn;
        this.sns = sns;
    }

    @Override
    protected Optional<TopicArn> subject() {
        return sns.find(c -> c.getTopicAttributes(r -> r.topicArn(arn.value()))).map(_ -> arn);
    }

    @Override
    protected String missing() {
        return "topic " + arn;
    }

    @Override
    protected String remedy() {
        return "correct alarms.topicArn, or remove it";
    }

    @Override
    public Set<String> actions() {
        return Set.of("sns:GetTopicAttributes");
    }
}
