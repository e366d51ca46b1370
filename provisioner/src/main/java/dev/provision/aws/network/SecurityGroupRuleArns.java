package dev.provision.aws.network;

import dev.provision.aws.Api;
import dev.provision.aws.ArnCheck;
import dev.provision.aws.AwsConnection;
import java.util.Set;
import software.amazon.awssdk.services.ec2.Ec2Client;

/** Whether rules of security groups still exist. */
public final class SecurityGroupRuleArns {
    private static final String TYPE = "security-group-rule/";

    private SecurityGroupRuleArns() {}

    /** For EC2's ARNs; what is no rule is believed. */
    public static ArnCheck check(AwsConnection connection) {
        Api<Ec2Client> ec2 = connection.api("ec2", Ec2Client::builder);
        return new ArnCheck(
                "ec2",
                arn -> !arn.resource().startsWith(TYPE)
                        || exists(ec2, arn.resource().substring(TYPE.length())));
    }

    private static boolean exists(Api<Ec2Client> ec2, String id) {
        return !ec2.call(c -> c.describeSecurityGroupRules(r -> r.filters(Ec2Tags.filter("security-group-rule-id", id)))
                        .securityGroupRules())
                .isEmpty();
    }

    /** The IAM actions that the check uses. */
    public static Set<String> actions() {
        return Set.of("ec2:DescribeSecurityGroupRules");
    }
}
