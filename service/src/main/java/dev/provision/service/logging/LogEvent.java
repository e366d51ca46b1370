package dev.provision.service.logging;

import jakarta.json.JsonObjectBuilder;
import java.lang.System.Logger.Level;
import java.util.Optional;

/** Something worth a line in the log. The message is the whole text line; JSON lines have the fields as well. */
public sealed interface LogEvent {
    Level level();

    String message();

    /** Adds what the message says in words as fields of a JSON line. */
    default void addFields(JsonObjectBuilder json) {}

    default Optional<Throwable> thrown() {
        return Optional.empty();
    }

    /** Anything that is not about one request. */
    record Message(Level level, String message, Optional<Throwable> thrown) implements LogEvent {
        public Message(Level level, String message) {
            this(level, message, Optional.empty());
        }
    }

    /**
     * A request came in.
     *
     * @param path the path as it was sent, without the query, which may hold secrets
     */
    record RequestStarted(String method, String path, Trace trace) implements LogEvent {
        @Override
        public Level level() {
            return Level.INFO;
        }

        @Override
        public String message() {
            return "Started " + method + " " + path;
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
    record RequestCompleted(String method, String path, int status, long millis, Trace trace) implements LogEvent {
        @Override
        public Level level() {
            return Level.INFO;
        }

        @Override
        public String message() {
            return "Completed " + method + " " + path + " in " + millis + "ms";
        }

        @Override
        public void addFields(JsonObjectBuilder json) {
            json.add("method", method).add("path", path).add("status", status).add("durationMs", millis);
            trace.addFields(json);
        }
    }

    /** A handler threw what it should not have thrown. */
    record RequestFailed(String method, String path, Throwable cause, Trace trace) implements LogEvent {
        @Override
        public Level level() {
            return Level.ERROR;
        }

        @Override
        public String message() {
            return "Failed " + method + " " + path;
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
