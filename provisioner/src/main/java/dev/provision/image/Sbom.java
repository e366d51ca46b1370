package dev.provision.image;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.provision.image.ModuleOutput.BuiltFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What an image holds, as a CycloneDX bill of materials: the Java runtime, the application's jar and its libraries. */
final class Sbom {
    /** The label that it is kept in. */
    static final String LABEL = "dev.provision.sbom";

    private static final Pattern NAME_AND_VERSION = Pattern.compile("(.+?)-(\\d[^/]*)\\.jar");
    private static final Pattern COORDINATES = Pattern.compile("META-INF/maven/[^/]+/[^/]+/pom\\.properties");

    private Sbom() {}

    /** @param javaVersion of the runtime in the image; empty where the base image brings it */
    static String of(ModuleOutput output, Optional<String> javaVersion) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("bomFormat", "CycloneDX");
            json.writeStringField("specVersion", "1.6");
            json.writeNumberField("version", 1);
            json.writeArrayFieldStart("components");
            if (javaVersion.isPresent()) {
                json.writeStartObject();
                json.writeStringField("type", "platform");
                json.writeStringField("name", "java");
                json.writeStringField("version", javaVersion.get());
                json.writeEndObject();
            }
            List<BuiltFile> jars = Stream.concat(Stream.of(output.application()), output.libraries().stream())
                    .toList();
            for (BuiltFile jar : jars) {
                component(json, jar, jar.equals(output.application()) ? "application" : "library");
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static void component(JsonGenerator json, BuiltFile jar, String type) throws IOException {
        String file = jar.path().getFileName().toString();
        Matcher parts = NAME_AND_VERSION.matcher(file);
        boolean versioned = parts.matches();
        json.writeStartObject();
        json.writeStringField("type", type);
        json.writeStringField("name", versioned ? parts.group(1) : file.replaceFirst("\\.jar$", ""));
        if (versioned) {
            json.writeStringField("version", parts.group(2));
        }
        Optional<String> url = packageUrl(jar);
        if (url.isPresent()) {
            json.writeStringField("purl", url.get());
        }
        json.writeArrayFieldStart("hashes");
        json.writeStartObject();
        json.writeStringField("alg", "SHA-256");
        json.writeStringField("content", jar.sha256());
        json.writeEndObject();
        json.writeEndArray();
        json.writeEndObject();
    }

    /** By the coordinates that Maven leaves in a jar; none in a jar that holds several artifacts, or comes from elsewhere. */
    private static Optional<String> packageUrl(BuiltFile file) throws IOException {
        try (JarFile jar = new JarFile(file.path().toFile())) {
            var entries = jar.stream()
                    .filter(entry -> COORDINATES.matcher(entry.getName()).matches())
                    .toList();
            if (entries.size() != 1) {
                return Optional.empty();
            }
            Properties maven = new Properties();
            try (InputStream in = jar.getInputStream(entries.getFirst())) {
                maven.load(in);
            }
            return Optional.of("pkg:maven/" + maven.getProperty("groupId") + "/" + maven.getProperty("artifactId") + "@"
                    + maven.getProperty("version"));
        }
    }
}
