package dev.provision.aws.elb;

import dev.provision.aws.acm.CertificateArn;
import dev.provision.aws.acm.CertificateSource;
import dev.provision.graph.StepKey;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ProtocolEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RedirectActionStatusCodeEnum;

/** What a listener does with requests that no rule matches, and how it is talked to. */
public sealed interface ListenerKind {
    /** HTTP; answers with a fixed JSON 404. */
    record Http() implements ListenerKind {}

    /** HTTPS; answers with a fixed JSON 404. */
    record Https(CertificateSource source) implements ListenerKind {
        /** One that is only there to be deleted. */
        public static Https unknown() {
            return new Https(new CertificateSource.Given(new CertificateArn(""), Set.of()));
        }
    }

    /** HTTP; sends every request to the same place by HTTPS, and has no rules. */
    record Redirect() implements ListenerKind {}

    /** HTTP; redirected so far, and does so with what no rule matches until it has the rules of all routes. */
    record FormerRedirect() implements ListenerKind {}

    /** Nothing but the newest two versions of TLS; the default of the API is of 2016: create-https-listener. */
    String TLS_POLICY = "ELBSecurityPolicy-TLS13-1-2-2021-06";

    default ProtocolEnum protocol() {
        return this instanceof Https ? ProtocolEnum.HTTPS : ProtocolEnum.HTTP;
    }

    default int port() {
        return this instanceof Https ? 443 : 80;
    }

    default String tlsPolicy() {
        return this instanceof Https ? TLS_POLICY : "";
    }

    /** Empty without TLS, or as long as there is no certificate. */
    default Optional<CertificateArn> certificate() {
        return this instanceof Https(CertificateSource source) ? source.arn() : Optional.empty();
    }

    default Set<StepKey> needs() {
        return this instanceof Https(CertificateSource source) ? source.needs() : Set.of();
    }

    /** What it does with requests that no rule matches. */
    default Action otherwise() {
        return this instanceof Redirect || this instanceof FormerRedirect
                ? Action.builder()
                        .type(ActionTypeEnum.REDIRECT)
                        .redirectConfig(r -> r.protocol("HTTPS")
                                .port("443")
                                .host("#{host}")
                                .path("/#{path}")
                                .query("#{query}")
                                .statusCode(RedirectActionStatusCodeEnum.HTTP_301))
                        .build()
                : Action.builder()
                        .type(ActionTypeEnum.FIXED_RESPONSE)
                        .fixedResponseConfig(f -> f.statusCode("404")
                                .contentType("application/json")
                                .messageBody("{\"status\":404,\"error\":\"Not Found\"}"))
                        .build();
    }
}
