package dev.provision.image;

import dev.provision.graph.ProvisionException.ConfigInvalid;
import dev.provision.graph.ProvisionException.StepFailed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The container image of one module. Made from the module's build output when it is pushed, not before; what takes long
 * (the linked runtime, the AOT cache, compressed layers) is kept in the cache folder for the next build.
 */
public final class ServiceImage {
    /** Changes when the same inputs shall give another image. */
    private static final String LAYOUT = "4";

    /** In the folder of a runtime. */
    private static final String JAVA = "bin/java";

    private final ImageInputs inputs;
    private final ModuleOutput output;
    private final RuntimeChoice choice;
    private final CacheFolder cache;
    private final JavaRuntime runtime;
    private final String launchArguments;
    private final String contentTag;

    private ServiceImage(ImageInputs inputs, ModuleOutput output, Host host) {
        this.inputs = inputs;
        this.output = output;
        this.choice = RuntimeChoice.of(host, inputs.settings());
        this.cache = new CacheFolder(inputs.cache(), Clock.systemUTC());
        this.runtime = new JavaRuntime(host, cache);
        this.launchArguments = LaunchArguments.text(inputs.jvm(), output);
        this.contentTag = tag();
    }

    /**
     * Reads the module's build output; nothing is built yet.
     *
     * @throws ConfigInvalid if the module is not built, or was changed since
     */
    public static ServiceImage of(ImageInputs inputs) {
        return of(inputs, Host.current());
    }

    static ServiceImage of(ImageInputs inputs, Host host) {
        return new ServiceImage(inputs, ModuleOutput.of(inputs.src()), host);
    }

    /**
     * A tag that is the same for the same inputs: jars, launch arguments, environment, base image, architecture, JDK. The
     * labels are not among them (a commit that changes no class is no new image), nor the AOT cache, which differs from
     * one training run to the next, nor the training paths, which decide nothing but how well it is trained.
     */
    public String contentTag() {
        return contentTag;
    }

    /** Why the base image cannot be pulled; empty: it can, or there is none. */
    public Optional<String> lacking() {
        return new JibPush(choice.base(), inputs.settings().architecture(), Optional.empty(), cache.path("jib"))
                .lacking();
    }

    /**
     * Builds the image and pushes it under its {@link #contentTag()}; layers that the registry has are not pushed.
     *
     * @param progress gets lines for people; called from several threads, one at a time
     * @return the manifest's digest, {@code sha256:…}
     * @throws StepFailed if it cannot be built or pushed
     */
    public String push(RegistryTarget target, Consumer<String> progress) {
        Optional<Path> linked =
                switch (choice) {
                    case RuntimeChoice.Linked _ -> Optional.of(runtime.link(output));
                    case RuntimeChoice.JreImage(String reason) -> {
                        progress.accept("runtime of " + RuntimeChoice.JRE_IMAGE + ": " + reason);
                        yield Optional.empty();
                    }
                };
        Stage stage = Stage.of(cache, contentTag, output, launchArguments);
        linked.ifPresent(folder -> train(folder.resolve(JAVA), stage, progress));
        List<String> entryPoint = new ArrayList<>(List.of(choice.java()));
        entryPoint.addAll(LaunchArguments.command(stage));
        return new JibPush(
                        choice.base(),
                        inputs.settings().architecture(),
                        Optional.of(new JibPush.Contents(
                                Layers.of(linked, aotCache(linked, stage), output, stage),
                                entryPoint,
                                environment(),
                                labels())),
                        cache.path("jib"))
                .push(target, contentTag, progress);
    }

    private void train(Path java, Stage stage, Consumer<String> progress) {
        if (stage.applicationArchive().isPresent()) {
            return;
        }
        Training training = new Training(java, stage, environment());
        try {
            stage.keep(librariesArchive(training, progress), Stage.AOT_CACHE);
            progress.accept("training run for the application's classes");
            Path archive = stage.folder().resolve(Stage.APPLICATION_ARCHIVE);
            training.run(Training.Subject.APPLICATION, lesson(), launchArguments, archive);
        } catch (Training.TrainingFailed e) {
            progress.accept("warning: the image will start slower: a training run failed: " + e.getMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StepFailed(Optional.empty(), "interrupted while the image was built", "", "", e);
        }
    }

    /** Made once for the same libraries, runtime and options, whatever becomes of the application. */
    private Path librariesArchive(Training training, Consumer<String> progress)
            throws Training.TrainingFailed, InterruptedException, IOException {
        Path archive = librariesArchive(training.java());
        if (!Files.isRegularFile(archive)) {
            Files.createDirectories(archive.getParent());
            progress.accept("training run for the AOT cache of the libraries");
            training.run(Training.Subject.LIBRARIES, lesson(), LaunchArguments.training(inputs.jvm(), output), archive);
            cache.prune("aot-caches", 5);
        }
        return archive;
    }

    /** Where it is, once it is made. */
    private Path librariesArchive(Path java) {
        String key = new Fingerprint()
                .add("layout", LAYOUT)
                .add("runtime", java.toString())
                .add("arguments", LaunchArguments.training(inputs.jvm(), output))
                .add("libraries", output.libraryFingerprints())
                .hex()
                .substring(0, 20);
        return cache.path("aot-caches").resolve(key).resolve(Stage.AOT_CACHE);
    }

    /**
     * The folder from which the image gets the libraries' archive: where every build finds it, so that Jib does not compress it
     * again, unless another one was made there after that of the stage.
     */
    private Optional<Path> aotCache(Optional<Path> linked, Stage stage) {
        Optional<Path> staged = stage.aotCache();
        if (linked.isEmpty() || staged.isEmpty()) {
            return Optional.empty();
        }
        Path lasting = librariesArchive(linked.get().resolve(JAVA));
        try {
            boolean same = Files.isRegularFile(lasting) && Files.isSameFile(lasting, staged.get());
            return Optional.of((same ? lasting : staged.get()).getParent());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Lesson lesson() {
        if (output.lesson() instanceof Lesson.Answering(List<Lesson.Request> requests)) {
            List<Lesson.Request> all = new ArrayList<>(
                    inputs.trainingPaths().stream().map(Lesson.Request::parse).toList());
            all.addAll(requests);
            return new Lesson.Answering(all);
        }
        return output.lesson();
    }

    private Map<String, String> environment() {
        Map<String, String> environment = new TreeMap<>(inputs.environment());
        environment.putIfAbsent("SERVICE_VERSION", contentTag);
        return environment;
    }

    private Map<String, String> labels() {
        Map<String, String> labels = new TreeMap<>();
        labels.put("org.opencontainers.image.title", output.title());
        labels.put("org.opencontainers.image.version", environment().get("SERVICE_VERSION"));
        Revision.of(output.module()).ifPresent(revision -> labels.put("org.opencontainers.image.revision", revision));
        Optional<String> java = choice instanceof RuntimeChoice.Linked
                ? Optional.of(Runtime.version().toString())
                : Optional.empty();
        labels.put(Sbom.LABEL, Sbom.of(output, java));
        labels.putAll(inputs.labels());
        return labels;
    }

    private String tag() {
        Fingerprint fingerprint = new Fingerprint()
                .add("layout", LAYOUT)
                .add("files", output.fingerprints())
                .add("arguments", launchArguments)
                .add("environment", inputs.environment())
                .add("architecture", inputs.settings().architecture().name())
                .add("base", choice.base().orElse("scratch"));
        if (choice instanceof RuntimeChoice.Linked) {
            fingerprint.add("runtime", runtime.recipe());
        }
        return fingerprint.hex().substring(0, 20);
    }
}
