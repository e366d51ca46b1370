package dev.provision.aws.sns;

import dev.provision.aws.Api;
import dev.provision.aws.AwsConnection;
import dev.provision.aws.Owner;
import dev.provision.graph.StepKey;
import software.amazon.awssdk.services.sns.SnsClient;

/** Makes the steps of this package for one environment. */
public final class TopicSteps {
    private final Owner owner;
    private final Api<SnsClient> sns;

    public TopicSteps(AwsConnection connection, Owner owner) {
        this.owner = owner;
        this.sns = connection.api("sns", SnsClient::builder);
    }

    /** See {@link TopicStep}. */
    public TopicStep topic(StepKey key, TopicStep.Spec spec) {
        return new TopicStep(key, spec, owner, sns);
    }

    /** See {@link GivenTopicStep}. */
    public GivenTopicStep given(StepKey key, TopicArn arn) {
        return new GivenTopicStep(key, arn, sns);
    }
}
