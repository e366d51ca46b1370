package dev.provision.service.http;

import io.helidon.common.media.type.MediaTypes;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;

/**
 * The description of an API, by OpenAPI, in JSON. Not Helidon's feature, which reads and writes YAML and is set up at every start;
 * this one reads the file when somebody asks.
 */
public final class OpenApiResource implements HttpService {
    private final Class<?> beside;
    private final String file;

    /**
     * A description that is in a jar.
     *
     * @param beside a class in the package that has the file
     * @param file its name
     */
    public OpenApiResource(Class<?> beside, String file) {
        this.beside = beside;
        this.file = file;
    }

    @Override
    public void routing(HttpRules rules) {
        rules.get("/", this::answer);
    }

    private void answer(ServerRequest request, ServerResponse response) throws IOException {
        try (InputStream description = beside.getResourceAsStream(file)) {
            if (description == null) {
                throw new IOException("There is no " + file + " beside " + beside.getName());
            }
            response.headers().contentType(MediaTypes.APPLICATION_JSON);
            response.send(description.readAllBytes());
        }
    }
}
