package dev.provision.localcloud.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.localcloud.LocalCloud;
import dev.provision.localcloud.Options;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The console over HTTP, without a browser. */
@Timeout(60)
class ConsoleTest {
    @Test
    void serves_its_page_a_stream_of_snapshots_and_no_stranger() throws IOException, InterruptedException {
        try (LocalCloud cloud = LocalCloud.start(Options.forTests());
                HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> page = http.send(
                    HttpRequest.newBuilder(cloud.endpoint().resolve("/_console"))
                            .build(),
                    BodyHandlers.ofString());
            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(page.body()).contains("/_console/console.js").doesNotContain("<script>");
            assertThat(page.headers().firstValue("Content-Security-Policy"))
                    .hasValueSatisfying(policy -> assertThat(policy).startsWith("default-src 'none'"));

            HttpResponse<InputStream> events = http.send(
                    HttpRequest.newBuilder(cloud.endpoint().resolve("/_console/events"))
                            .build(),
                    BodyHandlers.ofInputStream());
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(events.body(), StandardCharsets.UTF_8))) {
                assertThat(lines.readLine()).isEqualTo(": the local cloud");
                assertThat(lines.readLine()).isEmpty();
                assertThat(lines.readLine()).startsWith("data: {").contains("\"balancers\":[]");
            }

            HttpRequest stop = HttpRequest.newBuilder(cloud.endpoint().resolve("/_console/stop"))
                    .POST(BodyPublishers.ofString("{}"))
                    .build();
            assertThat(http.send(stop, BodyHandlers.ofString()).statusCode()).isEqualTo(403);
        }
    }
}
