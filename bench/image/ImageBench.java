import dev.provision.config.ImageSettings;
import dev.provision.image.ImageInputs;
import dev.provision.image.JvmFlags;
import dev.provision.image.RegistryTarget;
import dev.provision.image.ServiceImage;
import dev.provision.localcloud.LocalCloud;
import dev.provision.localcloud.Options;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ecr.EcrClient;

/**
 * Builds the image of a module and pushes it to a registry of the local cloud, then changes the application (a file in its
 * jar) and does it again: sizes of the layers, seconds of each build, bytes that the change pushed. Ends with exit code 1
 * when a bound does not hold. Usage: {@code ImageBench FOLDER-OF-THE-MODULE WORK-FOLDER}.
 */
public final class ImageBench {

    private static boolean held = true;

    public static void main(String[] args) throws Exception {
        Path work = Path.of(args[1]).toAbsolutePath();
        Path module = copy(Path.of(args[0]), work.resolve("service"));
        try (LocalCloud cloud = LocalCloud.start(Options.forTests()); EcrClient ecr = ecr(cloud.endpoint())) {
            ecr.createRepository(r -> r.repositoryName("bench"));
            String token = new String(
                    Base64.getDecoder().decode(ecr.getAuthorizationToken().authorizationData().getFirst().authorizationToken()),
                    StandardCharsets.UTF_8);
            String host = cloud.endpoint().getAuthority();
            RegistryTarget target = new RegistryTarget(host + "/bench", "AWS", token.substring(4));
            String first = push(target, module, work, "first build");
            long total = sizes(host, token, first).values().stream().mapToLong(Long::longValue).sum();
            change(module.resolve("target/service.jar"), "1");
            push(target, module, work, "change, first time in this JVM");
            change(module.resolve("target/service.jar"), "2");
            long start = System.nanoTime();
            String second = push(target, module, work, "change");
            double seconds = (System.nanoTime() - start) / 1e9;
            Map<String, Long> before = sizes(host, token, first);
            long pushed = sizes(host, token, second).entrySet().stream()
                    .filter(layer -> !before.containsKey(layer.getKey()))
                    .mapToLong(Map.Entry::getValue)
                    .sum();
            bound("image, compressed", total / 1e6, 60, "MB");
            bound("layers that an application change pushes", pushed / 1e3, 200, "KB");
            bound("build and push of the change", seconds, 2, "s");
        }
        // Whether all bounds hold; the registry has threads that would keep the process.
        System.exit(held ? 0 : 1);
    }

    private static void bound(String what, double value, double most, String unit) {
        held &= value <= most;
        System.out.printf(Locale.ROOT, "%-45s %8.2f %s (at most %.0f) %s%n", what, value, unit, most, value <= most ? "ok" : "TOO MUCH");
    }

    private static String push(RegistryTarget target, Path module, Path work, String what) {
        long start = System.nanoTime();
        ServiceImage image = ServiceImage.of(new ImageInputs(
                module,
                new ImageSettings(Optional.empty(), System.getProperty("os.arch").equals("aarch64") ? ImageSettings.Architecture.ARM64 : ImageSettings.Architecture.X86_64),
                JvmFlags.containerDefaults(), Map.of(), Map.of(), List.of("/health"), work.resolve("cache")));
        String digest = image.push(target, line -> System.out.println("  " + line));
        System.out.printf(Locale.ROOT, "%s: %.2f s, tag %s%n", what, (System.nanoTime() - start) / 1e9, image.contentTag());
        return digest;
    }

    private static Map<String, Long> sizes(String host, String token, String digest) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            String manifest = client.send(
                            HttpRequest.newBuilder(URI.create("http://" + host + "/v2/bench/manifests/" + digest))
                                    .header("Authorization", "Basic " + Base64.getEncoder().encodeToString(token.getBytes(StandardCharsets.UTF_8)))
                                    .header("Accept", "application/vnd.docker.distribution.manifest.v2+json")
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
            Pattern size = Pattern.compile("\"size\"\\s*:\\s*(\\d+)");
            Pattern name = Pattern.compile("\"digest\"\\s*:\\s*\"([^\"]+)\"");
            List<String> layers = Pattern.compile("\\{[^{}]*\"digest\"[^{}]*\\}").matcher(manifest.substring(manifest.indexOf("\"layers\""))).results().map(MatchResult::group).toList();
            return layers.stream().collect(java.util.stream.Collectors.toMap(
                    layer -> name.matcher(layer).results().findFirst().orElseThrow().group(1),
                    layer -> Long.parseLong(size.matcher(layer).results().findFirst().orElseThrow().group(1)), (a, b) -> a));
        }
    }

    private static void change(Path jar, String content) throws IOException {
        try (FileSystem zip = FileSystems.newFileSystem(jar)) {
            Files.writeString(zip.getPath("/changed-" + content), content);
        }
    }

    private static Path copy(Path module, Path to) throws IOException {
        Files.createDirectories(to.resolve("target/libs"));
        Files.copy(module.resolve("target/service.jar"), to.resolve("target/service.jar"), StandardCopyOption.REPLACE_EXISTING);
        try (Stream<Path> jars = Files.list(module.resolve("target/libs"))) {
            for (Path jar : jars.toList()) {
                Files.copy(jar, to.resolve("target/libs").resolve(jar.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        return to;
    }

    private static EcrClient ecr(URI endpoint) {
        return EcrClient.builder()
                .endpointOverride(endpoint)
                .region(Region.EU_WEST_2)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
    }
}
