package dev.provision.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The application that docs/your-own-service.md shows. */
@Timeout(120)
class YourOwnServiceTest {
    private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    @TempDir
    private Path folder;

    @Test
    void the_application_of_the_page_serves_its_resource_with_everything_around_it() throws Exception {
        String page = Files.readString(Path.of("").toAbsolutePath().resolveSibling("docs/your-own-service.md"));
        Matcher code = JAVA.matcher(page);
        assertThat(code.find()).isTrue();
        Path source = Files.writeString(folder.resolve("Main.java"), code.group(1));
        int compiled = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-cp", ServiceProcess.classPath(), "-d", folder.toString(), source.toString());
        assertThat(compiled).isZero();
        try (ServiceProcess service = ServiceProcess.startMain(
                        "orders.Main", folder, Map.of("ECS_CONTAINER_METADATA_URI_V4", "http://169.254.170.2/v4/x"));
                HttpClient client = HttpClient.newHttpClient()) {
            int port = service.port();
            assertThat(get(client, port, "/fargate/orders/7").body()).isEqualTo("order 7");
            assertThat(get(client, port, "/fargate/health").body()).contains("\"compute\":\"fargate\"");
            assertThat(get(client, port, "/greetings/Ada").statusCode()).isEqualTo(404);
        }
    }

    private static HttpResponse<String> get(HttpClient client, int port, String path) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
