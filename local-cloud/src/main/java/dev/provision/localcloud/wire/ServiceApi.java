package dev.provision.localcloud.wire;

/**
 * How a service is spoken to.
 *
 * @param signingName the service name in a signature's scope, for example {@code elasticloadbalancing}
 * @param protocol its protocol
 * @param namespace the version of a query protocol ({@code 2015-12-01}), the target prefix of a JSON protocol
 *     ({@code AmazonEC2ContainerServiceV20141113}); empty for REST
 * @param xmlNamespace of a query protocol's answers; empty otherwise
 */
public record ServiceApi(String signingName, Protocol protocol, String namespace, String xmlNamespace) {
    /** The protocols of the services that we have. */
    public enum Protocol {
        EC2_QUERY,
        AWS_QUERY,
        JSON_1_0,
        JSON_1_1,
        REST_JSON,
        REST_XML
    }
}
