package dev.provision.image;

import com.google.cloud.tools.jib.api.CacheDirectoryCreationException;
import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.ImageReference;
import com.google.cloud.tools.jib.api.InvalidImageReferenceException;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.JibContainerBuilder;
import com.google.cloud.tools.jib.api.LogEvent;
import com.google.cloud.tools.jib.api.RegistryException;
import com.google.cloud.tools.jib.api.RegistryImage;
import com.google.cloud.tools.jib.api.RegistryUnauthorizedException;
import com.google.cloud.tools.jib.api.TarImage;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.Platform;
import com.google.cloud.tools.jib.api.buildplan.Port;
import com.google.cloud.tools.jib.event.events.ProgressEvent;
import dev.provision.aws.AwsErrors;
import dev.provision.config.ImageSettings.Architecture;
import dev.provision.graph.ProvisionException;
import dev.provision.graph.ProvisionException.StepFailed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts layers together to an image and pushes it, through Jib.
 *
 * @param base the base image; empty: none
 * @param architecture of the image, which is for Linux
 * @param contents what is put upon the base; empty: nothing, the image is the base
 * @param cache Jib's
 */
record JibPush(Optional<String> base, Architecture architecture, Optional<Contents> contents, Path cache) {
    /** Nobody in particular, as in distroless images. */
    private static final String USER = "65532:65532";

    /** In a string of JSON, without what follows it. */
    private static final Pattern DENIAL = Pattern.compile("User: [^\"]+");

    /**
     * What is put upon a base.
     *
     * @param layers in order
     * @param entryPoint absolute path of the program, and its arguments
     * @param environment variables
     * @param labels of the image
     */
    record Contents(
            List<FileEntriesLayer> layers,
            List<String> entryPoint,
            Map<String, String> environment,
            Map<String, String> labels) {}

    /** Why the base cannot be pulled, which is not there from before; empty: it can. */
    Optional<String> lacking() {
        return base.filter(reference -> !Files.exists(tar(reference)))
                .flatMap(reference -> new SourceImage(reference).lacking());
    }

    String push(RegistryTarget target, String tag, Consumer<String> progress) {
        try {
            RegistryImage image = RegistryImage.named(target.repositoryUri() + ":" + tag)
                    .addCredential(target.username(), target.password());
            Containerizer containerizer = containerizer(Containerizer.to(image));
            if (target.loopback()) {
                allowPlainHttp(containerizer);
            }
            PushReport report = new PushReport(cache.resolve("names"), progress);
            containerizer.addEventHandler(LogEvent.class, report::logged);
            containerizer.addEventHandler(ProgressEvent.class, report::progressed);
            return image(target.loopback())
                    .containerize(containerizer)
                    .getDigest()
                    .toString();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed(target, "was interrupted", e);
        } catch (RegistryUnauthorizedException e) {
            throw refused(target, e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RegistryUnauthorizedException refused
                    ? refused(target, refused)
                    : failed(target, "failed: " + e.getCause().getMessage(), e);
        } catch (RegistryException | IOException | CacheDirectoryCreationException | InvalidImageReferenceException e) {
            throw failed(target, "failed: " + e.getMessage(), e);
        }
    }

    private JibContainerBuilder image(boolean loopback)
            throws InvalidImageReferenceException, IOException, InterruptedException, RegistryException,
                    CacheDirectoryCreationException, ExecutionException {
        JibContainerBuilder image =
                from(loopback).setPlatforms(Set.of(platform())).setCreationTime(Instant.EPOCH);
        contents.ifPresent(more -> image.setFileEntriesLayers(more.layers())
                .setWorkingDirectory(AbsoluteUnixPath.get(Layers.FOLDER))
                .setEntrypoint(more.entryPoint())
                .setEnvironment(more.environment())
                .setLabels(more.labels())
                .setExposedPorts(Port.tcp(8080))
                .setUser(USER));
        return image;
    }

    private JibContainerBuilder from(boolean loopback)
            throws InvalidImageReferenceException, IOException, InterruptedException, RegistryException,
                    CacheDirectoryCreationException, ExecutionException {
        if (base.isEmpty()) {
            return Jib.fromScratch();
        }
        // Jib allows plain HTTP for base and target or for neither: where the target needs it, the base is fetched
        // before.
        return loopback ? Jib.from(TarImage.at(fetched(base.get()))) : Jib.from(new SourceImage(base.get()).pulled());
    }

    private Path fetched(String reference)
            throws InvalidImageReferenceException, IOException, InterruptedException, RegistryException,
                    CacheDirectoryCreationException, ExecutionException {
        Path tar = tar(reference);
        if (!Files.exists(tar)) {
            Files.createDirectories(tar.getParent());
            Containerizer containerizer =
                    containerizer(Containerizer.to(TarImage.at(tar).named(ImageReference.of(null, "base", "fetched"))));
            if (new RegistryTarget(reference, "", "").loopback()) {
                allowPlainHttp(containerizer);
            }
            Jib.from(new SourceImage(reference).pulled())
                    .setPlatforms(Set.of(platform()))
                    .containerize(containerizer);
        }
        return tar;
    }

    private Path tar(String reference) {
        String name = new Fingerprint().add(reference, architecture.name()).hex();
        return cache.resolve("base-images").resolve(name.substring(0, 20) + ".tar");
    }

    private Platform platform() {
        return new Platform(architecture == Architecture.ARM64 ? "arm64" : "amd64", "linux");
    }

    private Containerizer containerizer(Containerizer containerizer) {
        return containerizer
                .setBaseImageLayersCache(cache.resolve("base"))
                .setApplicationLayersCache(cache.resolve("application"))
                .setToolName("provision");
    }

    /** Jib has no setting for credentials over plain HTTP but a system property, and sends them nowhere else by it. */
    private static void allowPlainHttp(Containerizer containerizer) {
        System.setProperty("sendCredentialsOverHttp", "true");
        containerizer.setAllowInsecureRegistries(true);
    }

    /** ECR says in the body what the caller may not do; there is none where it was asked whether a layer is there already. */
    private static ProvisionException refused(RegistryTarget target, RegistryUnauthorizedException refusal) {
        Matcher words = DENIAL.matcher(body(refusal));
        Optional<ProvisionException> denied =
                words.find() ? AwsErrors.denial(words.group(), refusal).map(known -> known) : Optional.empty();
        return denied.orElseGet(() -> new StepFailed(
                Optional.empty(),
                "image push to " + target.repositoryUri() + " failed: " + refusal.getMessage(),
                "",
                "log in to AWS again, or allow the identity that runs provision what `provision policy` prints,"
                        + " ecr:BatchCheckLayerAvailability among it",
                refusal));
    }

    /** The message of the response ends with it. */
    private static String body(RegistryUnauthorizedException refusal) {
        return Optional.ofNullable(refusal.getCause())
                .map(Throwable::getMessage)
                .orElse("");
    }

    private static StepFailed failed(RegistryTarget target, String how, Exception cause) {
        return new StepFailed(
                Optional.empty(),
                "image push to " + target.repositoryUri() + " " + how,
                "",
                "check that the registry can be reached, then run the command again",
                cause);
    }
}
