package dev.provision.localcloud.elb;

import dev.provision.localcloud.wire.AwsError;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Cipher;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.SslPolicy;

/**
 * The predefined security policies ("Security policies for your Application Load Balancer"). Of the protocols that they
 * name, listeners speak TLS 1.2 and 1.3: the JDK has switched the older ones off.
 */
final class SecurityPolicies {
    /** What a listener gets that names none. */
    static final String DEFAULT = "ELBSecurityPolicy-2016-08";

    private static final List<String> TLS13_CIPHERS =
            List.of("TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256");
    private static final List<String> TLS12_CIPHERS = List.of(
            "ECDHE-ECDSA-AES128-GCM-SHA256",
            "ECDHE-RSA-AES128-GCM-SHA256",
            "ECDHE-ECDSA-AES128-SHA256",
            "ECDHE-RSA-AES128-SHA256",
            "ECDHE-ECDSA-AES256-GCM-SHA384",
            "ECDHE-RSA-AES256-GCM-SHA384",
            "ECDHE-ECDSA-AES256-SHA384",
            "ECDHE-RSA-AES256-SHA384");
    private static final List<String> ALL = List.of("TLSv1.3", "TLSv1.2", "TLSv1.1", "TLSv1");
    private static final Map<String, SslPolicy> POLICIES = policies();

    private SecurityPolicies() {}

    private static Map<String, SslPolicy> policies() {
        Map<String, SslPolicy> policies = new LinkedHashMap<>();
        add(policies, "ELBSecurityPolicy-TLS13-1-3-2021-06", 0, 1);
        for (String variant : new String[] {"", "-Res", "-Ext2", "-Ext1"}) {
            add(policies, "ELBSecurityPolicy-TLS13-1-2" + variant + "-2021-06", 0, 2);
            add(policies, "ELBSecurityPolicy-TLS13-1-2" + variant + "-PQ-2025-09", 0, 2);
        }
        add(policies, "ELBSecurityPolicy-TLS13-1-3-PQ-2025-09", 0, 1);
        add(policies, "ELBSecurityPolicy-TLS13-1-1-2021-06", 0, 3);
        add(policies, "ELBSecurityPolicy-TLS13-1-0-2021-06", 0, 4);
        add(policies, "ELBSecurityPolicy-TLS-1-2-Ext-2018-06", 1, 2);
        add(policies, "ELBSecurityPolicy-TLS-1-2-2017-01", 1, 2);
        add(policies, "ELBSecurityPolicy-TLS-1-1-2017-01", 1, 3);
        add(policies, DEFAULT, 1, 4);
        return Map.copyOf(policies);
    }

    private static void add(Map<String, SslPolicy> policies, String name, int from, int to) {
        List<String> ciphers = new ArrayList<>();
        if (from == 0) {
            ciphers.addAll(TLS13_CIPHERS);
        }
        if (to > 1) {
            ciphers.addAll(TLS12_CIPHERS);
        }
        List<Cipher> numbered = new ArrayList<>();
        ciphers.forEach(cipher -> numbered.add(
                Cipher.builder().name(cipher).priority(numbered.size() + 1).build()));
        policies.put(
                name,
                SslPolicy.builder()
                        .name(name)
                        .sslProtocols(ALL.subList(from, to))
                        .ciphers(numbered)
                        .supportedLoadBalancerTypes("application", "network")
                        .build());
    }

    /** In the order of their names. */
    static List<SslPolicy> all() {
        return POLICIES.keySet().stream().sorted().map(POLICIES::get).toList();
    }

    static SslPolicy find(String name) {
        return Optional.ofNullable(POLICIES.get(name))
                .orElseThrow(() -> AwsError.badRequest("SSLPolicyNotFound", "SSL policy '" + name + "' not found"));
    }

    /** The protocols that a listener with the policy speaks. */
    static List<String> protocols(String name) {
        return find(name).sslProtocols().stream()
                .filter(protocol -> protocol.equals("TLSv1.3") || protocol.equals("TLSv1.2"))
                .toList();
    }
}
