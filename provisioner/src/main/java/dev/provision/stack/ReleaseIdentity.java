package dev.provision.stack;

import dev.provision.config.AwsFargateEcs;
import dev.provision.config.AwsLambda;
import dev.provision.config.Container;
import dev.provision.config.ImageSettings;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;

/**
 * What makes one version of a container unlike another: the image, and the settings that only a new task or a new version of
 * a function takes up. Scaling, warm instances and caps are changed in place.
 */
final class ReleaseIdentity {
    private static final int LENGTH = 32;

    private ReleaseIdentity() {}

    /** @param contentTag that stands for the content of the image */
    static String of(Container container, ImageSettings image, String contentTag) {
        List<String> parts = new ArrayList<>(List.of(
                contentTag,
                image.architecture().name(),
                container.routing().pathHealthCheck(),
                container.iam().roleArn().orElse("")));
        switch (container.compute()) {
            case AwsLambda lambda ->
                parts.addAll(List.of(lambda.type(), String.valueOf(lambda.memory()), String.valueOf(lambda.timeout())));
            case AwsFargateEcs fargate ->
                parts.addAll(List.of(fargate.type(), String.valueOf(fargate.cpu()), String.valueOf(fargate.memory())));
        }
        new TreeMap<>(container.environment()).forEach((name, value) -> parts.add(name + "=" + value));
        new TreeMap<>(container.secrets()).forEach((name, from) -> parts.add(name + "=" + from.text()));
        return hash(String.join("\n", parts));
    }

    /** Values of variables may be secrets: nothing of them can be told from it. */
    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, LENGTH);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
