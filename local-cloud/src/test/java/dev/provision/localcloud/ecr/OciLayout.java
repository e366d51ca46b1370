package dev.provision.localcloud.ecr;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** A small image: its blobs, and the folder form in which clients take one. */
record OciLayout(byte[] layer, byte[] config, String manifest) {
    private static final String LAYER_TYPE = "application/vnd.oci.image.layer.v1.tar+gzip";
    private static final String CONFIG_TYPE = "application/vnd.oci.image.config.v1+json";
    static final String MANIFEST_TYPE = "application/vnd.oci.image.manifest.v1+json";

    /** @param layerBytes of content, which does not compress */
    static OciLayout of(int layerBytes) throws IOException {
        byte[] content = new byte[layerBytes];
        new Random(1).nextBytes(content);
        ByteArrayOutputStream tarBytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(tarBytes)) {
            TarArchiveEntry entry = new TarArchiveEntry("content");
            entry.setSize(content.length);
            tar.putArchiveEntry(entry);
            tar.write(content);
            tar.closeArchiveEntry();
        }
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
            gzip.write(tarBytes.toByteArray());
        }
        byte[] layer = zipped.toByteArray();
        byte[] config = """
                {"architecture":"amd64","os":"linux","config":{"Cmd":["/content"]},
                 "rootfs":{"type":"layers","diff_ids":["%s"]}}""".formatted(Digests.of(tarBytes.toByteArray())).getBytes(StandardCharsets.UTF_8);
        String manifest = """
                {"schemaVersion":2,"mediaType":"%s","config":%s,"layers":[%s]}""".formatted(MANIFEST_TYPE, descriptor(CONFIG_TYPE, config), descriptor(LAYER_TYPE, layer));
        return new OciLayout(layer, config, manifest);
    }

    String digest() {
        return Digests.of(manifest.getBytes(StandardCharsets.UTF_8));
    }

    /** Writes the folder that {@code oci:} names for skopeo. */
    Path write(Path folder) throws IOException {
        Path blobs = Files.createDirectories(folder.resolve("blobs/sha256"));
        byte[] manifestBytes = manifest.getBytes(StandardCharsets.UTF_8);
        for (byte[] blob : List.of(layer, config, manifestBytes)) {
            Files.write(blobs.resolve(Digests.of(blob).substring("sha256:".length())), blob);
        }
        Files.writeString(folder.resolve("oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}");
        Files.writeString(
                folder.resolve("index.json"),
                "{\"schemaVersion\":2,\"manifests\":[" + descriptor(MANIFEST_TYPE, manifestBytes) + "]}");
        return folder;
    }

    static String descriptor(String mediaType, byte[] blob) {
        return "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d}"
                .formatted(mediaType, Digests.of(blob), blob.length);
    }
}
