package dev.provision.localcloud.elb;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Listener;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Rule;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RuleCondition;

/** What tests of rules begin with: a load balancer of their own for each, with a listener that has none but the default one. */
abstract class RulesFixture {
    final ElbCloud cloud = ElbCloud.start();
    LoadBalancer loadBalancer;
    Listener listener;

    @BeforeEach
    void make() {
        loadBalancer = cloud.loadBalancer("rules");
        listener = cloud.listener(loadBalancer, 80);
    }

    @AfterEach
    void stop() {
        cloud.close();
    }

    static Action says(String text) {
        return Action.builder()
                .type(ActionTypeEnum.FIXED_RESPONSE)
                .fixedResponseConfig(fixed ->
                        fixed.statusCode("200").contentType("text/plain").messageBody(text))
                .build();
    }

    Rule rule(int priority, Action action, RuleCondition... conditions) {
        return cloud.client()
                .createRule(request -> request.listenerArn(listener.listenerArn())
                        .priority(priority)
                        .actions(action)
                        .conditions(conditions))
                .rules()
                .getFirst();
    }

    String body(String path, String... headers) throws Exception {
        return Requests.get(cloud.port(listener), path, headers).body();
    }
}
