package dev.provision.localcloud.ecs;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.provision.localcloud.state.ControlPlane;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import software.amazon.awssdk.services.ecs.model.Container;
import software.amazon.awssdk.services.ecs.model.Task;

/** The task metadata endpoint, version 4 (ECS guide, task-metadata-endpoint-v4-fargate): what containers ask most. */
final class TaskMetadata implements AutoCloseable {
    private static final String PATH = "/v4/";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final ControlPlane plane;
    private final EcsStore store;
    private final JsonFactory json = new JsonFactory();

    /** @throws UncheckedIOException if no port can be bound */
    TaskMetadata(ControlPlane plane, EcsStore store) {
        this.plane = plane;
        this.store = store;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext(PATH, this::handle);
        server.setExecutor(threads);
        server.start();
    }

    /** Where it listens; behind it comes {@code task-container}. */
    URI base() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + PATH);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String[] path =
                    exchange.getRequestURI().getPath().substring(PATH.length()).split("/", 2);
            String id = path[0].replaceAll("-.*", "");
            String container = path[0].substring(Math.min(path[0].length(), id.length() + 1));
            boolean whole = path.length > 1 && path[1].equals("task");
            Optional<Task> task = plane.call(() -> store.task(id).map(EcsTask::view));
            Optional<Container> named = task.flatMap(view -> view.containers().stream()
                    .filter(c -> c.name().equals(container))
                    .findFirst());
            if (named.isEmpty()) {
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            byte[] body = whole ? task(task.get()) : container(named.get(), task.get());
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private byte[] task(Task task) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator out = json.createGenerator(bytes)) {
            String definition = EcsStore.lastPart(task.taskDefinitionArn());
            out.writeStartObject();
            out.writeStringField("Cluster", task.clusterArn());
            out.writeStringField("TaskARN", task.taskArn());
            out.writeStringField("Family", definition.substring(0, definition.indexOf(':')));
            out.writeStringField("Revision", definition.substring(definition.indexOf(':') + 1));
            out.writeStringField("DesiredStatus", task.desiredStatus());
            out.writeStringField("KnownStatus", task.lastStatus());
            out.writeStringField(
                    "AvailabilityZone",
                    Optional.ofNullable(task.availabilityZone()).orElse(""));
            out.writeStringField("LaunchType", "FARGATE");
            out.writeArrayFieldStart("Containers");
            for (Container container : task.containers()) {
                write(out, container, task);
            }
            out.writeEndArray();
            out.writeEndObject();
        }
        return bytes.toByteArray();
    }

    private byte[] container(Container container, Task task) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator out = json.createGenerator(bytes)) {
            write(out, container, task);
        }
        return bytes.toByteArray();
    }

    private static void write(JsonGenerator out, Container container, Task task) throws IOException {
        out.writeStartObject();
        out.writeStringField("DockerId", EcsStore.lastPart(container.containerArn()));
        out.writeStringField("Name", container.name());
        out.writeStringField("Image", container.image());
        out.writeStringField("ContainerARN", container.containerArn());
        out.writeStringField("DesiredStatus", task.desiredStatus());
        out.writeStringField("KnownStatus", container.lastStatus());
        out.writeArrayFieldStart("Networks");
        out.writeStartObject();
        out.writeStringField("NetworkMode", "awsvpc");
        out.writeArrayFieldStart("IPv4Addresses");
        for (var attached : container.networkInterfaces()) {
            out.writeString(attached.privateIpv4Address());
        }
        out.writeEndArray();
        out.writeEndObject();
        out.writeEndArray();
        out.writeEndObject();
    }

    @Override
    public void close() {
        threads.shutdownNow();
        server.stop(0);
    }
}
