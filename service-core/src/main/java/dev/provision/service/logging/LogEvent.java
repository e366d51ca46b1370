package dev.provision.service.logging;

import dev.provision.service.json.Json;
import jakarta.json.JsonObjectBuilder;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.Optional;

/** Something worth a line in the log. The message is the whole text line; JSON lines have the fields as well. */
public sealed interface LogEvent {
    Level level();

    /** Appends the message. */
    void describe(StringBuilder line);

    default String message() {
        StringBuilder text = new StringBuilder();
        describe(text);
        return text.toString();
    }

    /** Adds what the message says in words as fields of a JSON line. */
    default void addFields(JsonObjectBuilder json) {}

    /** Whether the line may wait some milliseconds for others, with which it is written. */
    default boolean mayWait() {
        return false;
    }

    default Optional<Throwable> thrown() {
        return Optional.empty();
    }

    /** The whole line where it is the same in every format; empty where the log's format makes it. */
    default Optional<String> line(Instant time) {
        return Optional.empty();
    }

    /** Anything that is not about one request. */
    record Message(Level level, String message, Optional<Throwable> thrown) implements LogEvent {
        public Message(Level level, String message) {
            this(level, message, Optional.empty());
        }

        @Override
        public void describe(StringBuilder line) {
            line.append(message);
        }
    }

    /** A line that every request has. */
    sealed interface OfRequest extends LogEvent {
        @Override
        default boolean mayWait() {
            return true;
        }

        @Override
        default Level level() {
            return Level.INFO;
        }
    }

    /**
     * A request came in.
     *
     * @param path the path as it was sent, without the query, which may hold secrets
     */
    record RequestStarted(String method, String path, Trace trace) implements OfRequest {
        @Override
        public void describe(StringBuilder line) {
            line.append("Started ").append(method).append(' ').append(path);
        }

        @Override
        public void addFields(JsonObjectBuilder json) {
            json.add("method", method).add("path", path);
            trace.addFields(json);
        }
    }

    /**
     * A request was answered.
     *
     * @param millis from the request's first line to the last byte of the answer, in milliseconds
     */
    record RequestCompleted(String method, String path, int status, long millis, Trace trace) implements OfRequest {
        @Override
        public void describe(StringBuilder line) {
            line.append("Completed ").append(method).append(' ').append(path);
            line.append(" in ").append(millis).append("ms");
        }

        @Override
        public void addFields(JsonObjectBuilder json) {
            json.add("method", method).add("path", path).add("status", status).add("durationMs", millis);
            trace.addFields(json);
        }
    }

    /**
     * What a request took, as CloudWatch takes metrics out of the log of a function: "Specification: Embedded metric format" in
     * the CloudWatch guide. How many requests there were is the count of the durations.
     *
     * @param function the name of the function, by which the metrics are told apart
     * @param nanos from the request's first line to the last byte of the answer
     */
    record RequestMeasured(String function, String method, String path, int status, long nanos, Trace trace)
            implements OfRequest {
        private static final int SERVER_ERROR = 500;

        @Override
        public void describe(StringBuilder line) {
            line.append("Measured ").append(method).append(' ').append(path);
        }

        @Override
        public Optional<String> line(Instant time) {
            JsonObjectBuilder metrics = Json.object()
                    .add("Namespace", "provision")
                    .add("Dimensions", Json.array().add(Json.array().add("FunctionName")))
                    .add(
                            "Metrics",
                            Json.array()
                                    .add(metric("RequestDuration", "Milliseconds"))
                                    .add(metric("ServerErrors", "Count")));
            JsonObjectBuilder json = Json.object()
                    .add(
                            "_aws",
                            Json.object()
                                    .add("Timestamp", time.toEpochMilli())
                                    .add("CloudWatchMetrics", Json.array().add(metrics)))
                    .add("FunctionName", function)
                    .add("RequestDuration", nanos / 1e6)
                    .add("ServerErrors", status >= SERVER_ERROR ? 1 : 0)
                    .add("method", method)
                    .add("path", path)
                    .add("status", status);
            trace.addFields(json);
            return Optional.of(Json.text(json.build()) + "\n");
        }

        private static JsonObjectBuilder metric(String name, String unit) {
            return Json.object().add("Name", name).add("Unit", unit);
        }
    }

    /** A handler threw what it should not have thrown. */
    record RequestFailed(String method, String path, Throwable cause, Trace trace) implements LogEvent {
        @Override
        public Level level() {
            return Level.ERROR;
        }

        @Override
        public void describe(StringBuilder line) {
            line.append("Failed ").append(method).append(' ').append(path);
        }

        @Override
        public void addFields(JsonObjectBuilder json) {
            json.add("method", method).add("path", path);
            trace.addFields(json);
        }

        @Override
        public Optional<Throwable> thrown() {
            return Optional.of(cause);
        }
    }

    /**
     * What ties the lines of one request together, and to those of other systems.
     *
     * @param requestId Lambda's id of the invocation
     * @param traceId the load balancer's X-Amzn-Trace-Id
     */
    record Trace(Optional<String> requestId, Optional<String> traceId) {
        void addFields(JsonObjectBuilder json) {
            requestId.ifPresent(id -> json.add("requestId", id));
            traceId.ifPresent(id -> json.add("traceId", id));
        }
    }
}
