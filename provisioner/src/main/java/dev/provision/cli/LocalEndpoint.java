package dev.provision.cli;

import dev.provision.graph.ProvisionException.StepFailed;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

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

    /** Asks it to stop; does not wait for it. */
    void stop() {
        try {
            post("stop");
        } catch (IOException unanswered) {
            // It may be gone before its answer is out; whether it is, the caller sees for itself.
            return;
        }
    }

    /**
     * Forgets every resource.
     *
     * @throws StepFailed if it does not answer
     */
    void reset() {
        try {
            post("reset");
        } catch (IOException failed) {
            throw refused("reset", String.valueOf(failed.getMessage()), Optional.of(failed));
        }
    }

    private void post(String action) throws IOException {
        HttpURLConnection connection = connection("/_local/" + action, "POST");
        // A header that a web page cannot send without asking first.
        connection.setRequestProperty("X-Local-Cloud", action);
        int status = connection.getResponseCode();
        if (status >= 300) {
            throw refused(action, "HTTP status " + status, Optional.empty());
        }
    }

    private StepFailed refused(String action, String why, Optional<IOException> cause) {
        String reason = "the local cloud at " + uri + " did not " + action + ": " + why;
        return new StepFailed(Optional.empty(), reason, "", "look into .provision/local-cloud.log", cause.orElse(null));
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
