package dev.provision.aws.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.policybuilder.iam.IamPolicy;
import software.amazon.awssdk.policybuilder.iam.IamStatement;

/** Which statements let the load balancer call a function. */
class CallRightsTest {
    private static final String GROUP =
            "arn:aws:elasticloadbalancing:eu-west-2:000000000000:targetgroup/demo-dev-lambda-blue/1";
    private static final String BALANCER = "{'Service':'elasticloadbalancing.amazonaws.com'}";
    private static final String ALWAYS = "{}";

    private static IamStatement statement(String effect, String principal, String action, String condition) {
        String policy = """
                {'Version':'2012-10-17','Statement':[{'Effect':'%s','Principal':%s,'Action':'%s','Condition':%s,\
                'Resource':'arn:aws:lambda:eu-west-2:000000000000:function:demo:blue'}]}""";
        return IamPolicy.fromJson(
                        policy.formatted(effect, principal, action, condition).replace('\'', '"'))
                .statements()
                .getFirst();
    }

    private static boolean lets(IamStatement... statements) {
        return new CallRights(List.of(statements)).balancerFor(GROUP);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "lambda:InvokeFunction | {'ArnLike':{'AWS:SourceArn':'GROUP'}} | true",
                "lambda:* | {'StringEquals':{'aws:SourceAccount':'000000000000'}} | true",
                "lambda:InvokeFunction | {'ArnLike':{'AWS:SourceArn':['arn:aws:sns:*','arn:aws:elastic*']}} | true",
                "lambda:InvokeFunction | {'ArnLike':{'AWS:SourceArn':'GROUP2'}} | false",
                "lambda:InvokeFunction | {'StringEquals':{'aws:SourceAccount':'111111111111'}} | false",
                "lambda:InvokeFunction | {'StringEquals':{'aws:PrincipalOrgID':'o-1'}} | false",
                "lambda:GetFunction | {'ArnLike':{'AWS:SourceArn':'GROUP'}} | false"
            })
    void ofOneStatement(String action, String condition, boolean lets) {
        assertThat(lets(statement("Allow", BALANCER, action, condition.replace("GROUP", GROUP))))
                .isEqualTo(lets);
    }

    @Test
    void ofOthersAndOfADenial() {
        IamStatement allowed = statement("Allow", BALANCER, "lambda:InvokeFunction", ALWAYS);
        assertThat(lets()).isFalse();
        assertThat(lets(allowed)).isTrue();
        assertThat(lets(statement("Allow", "'*'", "lambda:InvokeFunction", ALWAYS)))
                .isTrue();
        assertThat(Stream.of("{'Service':'events.amazonaws.com'}", "{'AWS':'111111111111'}"))
                .noneMatch(who -> lets(statement("Allow", who, "lambda:InvokeFunction", ALWAYS)));
        assertThat(lets(allowed, statement("Deny", BALANCER, "lambda:*", ALWAYS)))
                .isFalse();
    }
}
