package dev.provision.image;

import java.io.IOException;
import java.util.List;
import java.util.jar.JarFile;

/** What an application does in its training run, of which an AOT cache records the classes and profiles. */
sealed interface Lesson {
    /** JVM options, one a line, with which the application trains by itself and then ends with exit code 0. */
    String OPTIONS = "META-INF/provision/training-options";

    /** Requests, one a line: method, path, and a JSON body where it has one. {@code #} begins a comment. */
    String REQUESTS = "META-INF/provision/training-requests";

    /** The application trains by itself. */
    record ByItself(List<String> options) implements Lesson {
        public ByItself {
            options = List.copyOf(options);
        }
    }

    /** The application is sent requests, and SIGTERM after that. */
    record Answering(List<Request> requests) implements Lesson {
        public Answering {
            requests = List.copyOf(requests);
        }
    }

    /**
     * @param method of HTTP
     * @param path and query
     * @param body JSON; empty: none
     */
    record Request(String method, String path, String body) {
        /** Reads {@code POST /greetings {"name":"Ada"}}. */
        static Request parse(String line) {
            String[] parts = line.split("\\s+", 3);
            return parts.length == 1
                    ? new Request("GET", parts[0], "")
                    : new Request(parts[0], parts[1], parts.length == 3 ? parts[2] : "");
        }
    }

    /** The lesson that a jar brings; one without requests if it brings none. */
    static Lesson of(JarFile jar) throws IOException {
        List<String> options = JarLines.of(jar, OPTIONS);
        return options.isEmpty()
                ? new Answering(
                        JarLines.of(jar, REQUESTS).stream().map(Request::parse).toList())
                : new ByItself(options);
    }
}
