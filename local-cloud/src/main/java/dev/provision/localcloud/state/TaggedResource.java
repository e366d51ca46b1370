package dev.provision.localcloud.state;

import java.util.Map;

/**
 * A resource as the tagging API shows it.
 *
 * @param arn its ARN
 * @param type service and resource type as the tagging API filters them, for example {@code ec2:vpc}
 * @param tags its tags
 */
public record TaggedResource(String arn, String type, Map<String, String> tags) {
    public TaggedResource {
        tags = Map.copyOf(tags);
    }
}
