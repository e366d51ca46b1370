package dev.provision.localcloud.runtime;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** Builds small images whose programs are scripts for the interpreters of this machine. */
public final class TestImage {
    public static final Instant TIME = Instant.parse("2020-02-02T02:02:02Z");

    private final List<Image.Layer> layers = new ArrayList<>();
    private final List<String> environment = new ArrayList<>();
    private List<String> entryPoint = List.of();
    private List<String> command = List.of();
    private String workingDirectory = "";
    private String architecture = "amd64";

    /** An image that runs a shell script. */
    public static Image script(String script) {
        return new TestImage()
                .layer(new Layer().file("app/run", 0755, "#!/bin/sh\n" + script + "\n"))
                .entryPoint("/app/run")
                .workingDirectory("/app")
                .build();
    }

    /** An image that runs a Python program. */
    public static Image python(String program) {
        return new TestImage()
                .layer(new Layer().file("app/main.py", 0755, "#!/usr/bin/python3 -u\n" + program + "\n"))
                .entryPoint("/app/main.py")
                .workingDirectory("/app")
                .build();
    }

    public TestImage layer(Layer layer) {
        byte[] blob = layer.gzip();
        layers.add(new Image.Layer(
                digest(blob), "application/vnd.oci.image.layer.v1.tar+gzip", () -> new ByteArrayInputStream(blob)));
        return this;
    }

    public TestImage entryPoint(String... words) {
        entryPoint = List.of(words);
        return this;
    }

    public TestImage command(String... words) {
        command = List.of(words);
        return this;
    }

    public TestImage variable(String name, String value) {
        environment.add(name + "=" + value);
        return this;
    }

    public TestImage workingDirectory(String path) {
        workingDirectory = path;
        return this;
    }

    /** Of the processors that it says to be for; its scripts run on all. */
    public TestImage architecture(String name) {
        architecture = name;
        return this;
    }

    public Image build() {
        String config =
                """
                {"architecture":"%s","os":"linux","config":{"Entrypoint":%s,"Cmd":%s,"Env":%s,"WorkingDir":"%s"}}""".formatted(architecture, json(entryPoint), json(command), json(environment), workingDirectory);
        String digest =
                digest((config + layers.stream().map(Image.Layer::digest).toList()).getBytes(StandardCharsets.UTF_8));
        return new Image(digest, config, layers);
    }

    private static String json(List<String> words) {
        return words.stream()
                .map(word -> '"' + word.replace("\\", "\\\\").replace("\"", "\\\"") + '"')
                .collect(Collectors.joining(",", "[", "]"));
    }

    /** {@code sha256:…} of the bytes. */
    public static String digest(byte[] bytes) {
        try {
            return "sha256:"
                    + HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A tar archive. */
    public static final class Layer {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, "UTF-8");

        public Layer file(String name, int mode, String content) {
            byte[] data = content.getBytes(StandardCharsets.UTF_8);
            TarArchiveEntry entry = new TarArchiveEntry(name, true);
            entry.setMode(mode);
            entry.setSize(data.length);
            return add(entry, data);
        }

        public Layer folder(String name, int mode) {
            TarArchiveEntry entry = new TarArchiveEntry(name + "/", true);
            entry.setMode(mode);
            return add(entry, new byte[0]);
        }

        public Layer link(String name, String target) {
            TarArchiveEntry entry = new TarArchiveEntry(name, TarConstants.LF_SYMLINK, true);
            entry.setLinkName(target);
            return add(entry, new byte[0]);
        }

        public Layer hardLink(String name, String target) {
            TarArchiveEntry entry = new TarArchiveEntry(name, TarConstants.LF_LINK, true);
            entry.setLinkName(target);
            return add(entry, new byte[0]);
        }

        private Layer add(TarArchiveEntry entry, byte[] data) {
            entry.setModTime(FileTime.from(TIME));
            try {
                tar.putArchiveEntry(entry);
                tar.write(data);
                tar.closeArchiveEntry();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return this;
        }

        byte[] plain() {
            try {
                tar.finish();
                return bytes.toByteArray();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private byte[] gzip() {
            ByteArrayOutputStream zipped = new ByteArrayOutputStream();
            try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
                gzip.write(plain());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return zipped.toByteArray();
        }
    }
}
