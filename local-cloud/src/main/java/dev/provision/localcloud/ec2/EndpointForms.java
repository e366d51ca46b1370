package dev.provision.localcloud.ec2;

import dev.provision.localcloud.wire.AwsError;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;
import software.amazon.awssdk.services.ec2.model.DnsOptions;
import software.amazon.awssdk.services.ec2.model.DnsOptionsSpecification;

/** What requests about VPC endpoints may say, whatever there is. */
final class EndpointForms {
    private static final String EVERYTHING = """
            {"Version":"2008-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}]}""";

    private EndpointForms() {}

    static AwsError invalid(String message) {
        return Refusal.of("InvalidParameter", message);
    }

    static void ipv4(Optional<String> addresses) {
        if (addresses.filter(type -> !type.equals("ipv4")).isPresent()) {
            throw Refusal.unsupported("endpoints with IPv6 addresses");
        }
    }

    static void fits(boolean interfaceType, List<String> tables, List<String> subnets, List<String> groups) {
        if (interfaceType && !tables.isEmpty()) {
            throw invalid("Route table IDs are only supported for Gateway type VPC Endpoint.");
        }
        if (!interfaceType && !subnets.isEmpty()) {
            throw invalid("Subnet IDs are only supported for Interface and GatewayLoadBalancer type VPC Endpoints.");
        }
        if (!interfaceType && !groups.isEmpty()) {
            throw invalid("Security group IDs are only supported for Interface type VPC Endpoint.");
        }
    }

    static String policy(String document) {
        try {
            return Optional.ofNullable(document)
                    .filter(text -> JsonNode.parser().parse(text).isObject())
                    .orElse(EVERYTHING);
        } catch (RuntimeException notJson) {
            throw Refusal.of("InvalidPolicyDocument", "The policy document is not a valid JSON policy document.");
        }
    }

    static DnsOptions options(Optional<DnsOptionsSpecification> wanted) {
        return DnsOptions.builder()
                .dnsRecordIpType("ipv4")
                .privateDnsOnlyForInboundResolverEndpoint(
                        wanted.map(DnsOptionsSpecification::privateDnsOnlyForInboundResolverEndpoint)
                                .orElse(false))
                .build();
    }
}
