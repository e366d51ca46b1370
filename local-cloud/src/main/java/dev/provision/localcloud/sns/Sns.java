package dev.provision.localcloud.sns;

import dev.provision.localcloud.cloudwatch.AlarmAction;
import dev.provision.localcloud.state.Account;
import dev.provision.localcloud.state.ControlPlane;
import dev.provision.localcloud.time.CloudTime;
import dev.provision.localcloud.wire.ServiceApi;
import java.util.List;

/** Simple Notification Service, put together. */
public final class Sns {
    static final ServiceApi API = new ServiceApi(
            "sns", ServiceApi.Protocol.AWS_QUERY, "2010-03-31", "http://sns.amazonaws.com/doc/2010-03-31/");
    private final ControlPlane controlPlane;
    private final Topics topics;

    public Sns(Account account, ControlPlane controlPlane, CloudTime time) {
        this.controlPlane = controlPlane;
        this.topics = new Topics(account, time);
    }

    /** What answers the API's operations, lists tags, and shows what was published. */
    public List<Object> parts() {
        return List.of(
                new TopicOperations(topics),
                new SubscriptionOperations(topics),
                topics,
                new MessageRoutes(controlPlane, topics));
    }

    /** Takes the actions of alarms that name a topic. */
    public AlarmAction.Listener alarmActions() {
        return topics;
    }
}
