package dev.provision.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;

/**
 * The local cloud's own paths, beside AWS's.
 *
 * @param uri for example {@code http://127.0.0.1:4566}
 */
record LocalEndpoint(URI uri) {
    private static final int TIMEOUT_MILLIS = 2000;

    /** Whether a local cloud answers there. */
    boolean healthy() {
        try {
            HttpURLConnection connection = connection("/_local/health", "GET");
            return connection.getResponseCode() == HttpURLConnection.HTTP_OK
                    && new String(connection.getInputStream().readAllBytes(), StandardCharsets.UTF_8).contains("UP");
        } catch (IOException nobody) {
            return false;
        }
    }

    void stop() {
        post("stop");
    }

    /** Forgets every resource. */
    void reset() {
        post("reset");
    }

    private void post(String action) {
        try {
            HttpURLConnection connection = connection("/_local/" + action, "POST");
            // A header that a web page cannot send without asking first.
            connection.setRequestProperty("X-Local-Cloud", action);
            connection.setRequestProperty("X-Local-Cloud", action);
            int status = connection.getResponseCode();
            if (status >= 300) {
                throw new IOException("HTTP status " + status);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException("the local cloud at " + uri + " did not " + action, failed);
        }
    }

    private HttpURLConnection connection(String path, String method) throws IOException {
        URL url = uri.resolve(path).toURL();
        HttpURLConnection connection = (HttpURLConnection) url.openConnection(Proxy.NO_PROXY);
        connection.setRequestMethod(method);
        connection.setConnectTimeout(TIMEOUT_MILLIS);
        connection.setReadTimeout(TIMEOUT_MILLIS);
        return connection;
    }
}
