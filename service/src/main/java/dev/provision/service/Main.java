package dev.provision.service;

import dev.provision.service.http.GreetingResource;
import java.util.Map;

/** The demo: a service with one resource. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        Service.run(_ -> Map.of("/greetings", new GreetingResource()));
    }
}
