package dev.provision.cli;

import dev.provision.AnyCertificate;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.time.Duration;

/** Clients of what is deployed, whatever its certificate. */
final class Patrons {
    private Patrons() {}

    /** Follows redirects. */
    static HttpClient client() {
        return HttpClient.newBuilder()
                .connectTimeout(Duration.ofSeconds(5))
                .sslContext(AnyCertificate.context())
                .followRedirects(Redirect.NORMAL)
                .build();
    }
}
