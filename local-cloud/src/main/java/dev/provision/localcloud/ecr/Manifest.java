package dev.provision.localcloud.ecr;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;

/**
 * A manifest as a client pushed it.
 *
 * @param digest of {@code text}
 * @param mediaType OCI's or Docker's
 * @param text exactly as pushed
 * @param config the image configuration; empty in an index
 * @param layers in order; empty in an index
 * @param children the manifests of an index
 * @param subject the digest of what this is a signature, attestation … of
 * @param artifactType what the subject's referrers are listed with
 */
record Manifest(
        String digest,
        String mediaType,
        String text,
        Optional<Descriptor> config,
        List<Descriptor> layers,
        List<Child> children,
        Optional<String> subject,
        Optional<String> artifactType) {
    static final String OCI_INDEX = "application/vnd.oci.image.index.v1+json";
    private static final String OCI_IMAGE = "application/vnd.oci.image.manifest.v1+json";
    private static final String DOCKER_IMAGE = "application/vnd.docker.distribution.manifest.v2+json";
    private static final String DOCKER_INDEX = "application/vnd.docker.distribution.manifest.list.v2+json";
    private static final Set<String> INDEXES = Set.of(OCI_INDEX, DOCKER_INDEX);
    private static final Set<String> IMAGES = Set.of(OCI_IMAGE, DOCKER_IMAGE);

    Manifest {
        layers = List.copyOf(layers);
        children = List.copyOf(children);
    }

    /**
     * @param mediaType of the blob
     * @param digest of the blob
     * @param size in bytes
     */
    record Descriptor(String mediaType, String digest, long size) {}

    /**
     * @param digest of the image's manifest
     * @param os its operating system; empty if the index does not say
     * @param architecture its CPU architecture, as Go names it; empty if the index does not say
     */
    record Child(String digest, String os, String architecture) {}

    /** What a client pushed is no manifest that a registry of AWS takes. */
    static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1L;

        Unreadable(String message) {
            super(message);
        }
    }

    /** @param declaredType the media type that the client named; empty: the one in the manifest counts */
    static Manifest parse(String text, Optional<String> declaredType) throws Unreadable {
        JsonNode root = Json.parse(text).filter(JsonNode::isObject).orElseThrow(() -> new Unreadable("no JSON object"));
        Optional<String> inside = Json.text(root, "mediaType");
        String mediaType = inside.or(() -> declaredType).orElseGet(() -> guess(root));
        if (inside.isPresent() && declaredType.filter(t -> !t.equals(mediaType)).isPresent()) {
            throw new Unreadable("the manifest's media type is not the one that it was sent with");
        }
        boolean index = INDEXES.contains(mediaType);
        if (!index && !IMAGES.contains(mediaType)) {
            throw new Unreadable("media type " + mediaType + " is not supported");
        }
        Optional<Descriptor> config = index ? Optional.empty() : Optional.of(descriptor(Json.member(root, "config")));
        List<Descriptor> layers = new ArrayList<>();
        List<Child> children = new ArrayList<>();
        for (JsonNode node : Json.elements(root, index ? "manifests" : "layers")) {
            Descriptor descriptor = descriptor(Optional.of(node));
            if (index) {
                Optional<JsonNode> platform = Json.member(node, "platform");
                children.add(new Child(
                        descriptor.digest(),
                        platform.flatMap(p -> Json.text(p, "os")).orElse(""),
                        platform.flatMap(p -> Json.text(p, "architecture")).orElse("")));
            } else {
                layers.add(descriptor);
            }
        }
        return new Manifest(
                Digests.of(text.getBytes(java.nio.charset.StandardCharsets.UTF_8)),
                mediaType,
                text,
                config,
                layers,
                children,
                Json.member(root, "subject").flatMap(s -> Json.text(s, "digest")),
                Json.text(root, "artifactType").or(() -> config.map(Descriptor::mediaType)));
    }

    boolean index() {
        return INDEXES.contains(mediaType);
    }

    /** Bytes of the blobs it names. */
    long size() {
        return config.map(Descriptor::size).orElse(0L)
                + layers.stream().mapToLong(Descriptor::size).sum();
    }

    /** The digests of the blobs it names. */
    List<String> blobs() {
        List<String> blobs = new ArrayList<>();
        config.ifPresent(c -> blobs.add(c.digest()));
        layers.forEach(layer -> blobs.add(layer.digest()));
        return blobs;
    }

    private static String guess(JsonNode root) {
        Map<String, JsonNode> members = root.asObject();
        return members.containsKey("manifests") ? OCI_INDEX : OCI_IMAGE;
    }

    private static Descriptor descriptor(Optional<JsonNode> node) throws Unreadable {
        Optional<String> digest = node.flatMap(n -> Json.text(n, "digest")).filter(Digests::valid);
        Optional<String> mediaType = node.flatMap(n -> Json.text(n, "mediaType"));
        Optional<JsonNode> size = node.flatMap(n -> Json.member(n, "size")).filter(JsonNode::isNumber);
        if (digest.isEmpty() || mediaType.isEmpty() || size.isEmpty()) {
            throw new Unreadable("a descriptor lacks its media type, digest or size");
        }
        return new Descriptor(
                mediaType.get(), digest.get(), Long.parseLong(size.get().asNumber()));
    }
}
