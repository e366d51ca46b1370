package dev.provision.demo;

import dev.provision.service.Service;
import dev.provision.service.http.OpenApiResource;
import io.helidon.webserver.http.HttpService;
import java.util.Map;

/** The demo: a service with one resource, and the description of its API. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        Service.run(_ -> resources());
    }

    /** What is served, by path. */
    public static Map<String, HttpService> resources() {
        return Map.of(
                "/greetings", new GreetingResource(), "/openapi", new OpenApiResource(Main.class, "openapi.json"));
    }
}
