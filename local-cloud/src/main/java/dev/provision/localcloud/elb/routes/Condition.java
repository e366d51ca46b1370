package dev.provision.localcloud.elb.routes;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One condition of a rule; it holds when any of its values matches. */
public sealed interface Condition {
    boolean holds(RequestFacts request);

    /** The path, without the query, matches one of the patterns. */
    record Path(List<TextPattern> patterns) implements Condition {
        public Path {
            patterns = List.copyOf(patterns);
        }

        @Override
        public boolean holds(RequestFacts request) {
            return any(patterns, request.path());
        }
    }

    /** The host, without a port, matches one of the patterns. */
    record Host(List<TextPattern> patterns) implements Condition {
        public Host {
            patterns = List.copyOf(patterns);
        }

        @Override
        public boolean holds(RequestFacts request) {
            return any(patterns, request.host());
        }
    }

    /** One of the values of a header matches one of the patterns. */
    record Header(String name, List<TextPattern> patterns) implements Condition {
        public Header {
            patterns = List.copyOf(patterns);
        }

        @Override
        public boolean holds(RequestFacts request) {
            for (String value : request.header(name)) {
                if (any(patterns, value)) {
                    return true;
                }
            }
            return false;
        }
    }

    /** The method is one of these. */
    record Method(Set<String> methods) implements Condition {
        public Method {
            methods = Set.copyOf(methods);
        }

        @Override
        public boolean holds(RequestFacts request) {
            return methods.contains(request.method());
        }
    }

    /** One of the query's parameters matches one of the pairs. */
    record Query(List<Pair> pairs) implements Condition {
        public Query {
            pairs = List.copyOf(pairs);
        }

        @Override
        public boolean holds(RequestFacts request) {
            for (RequestFacts.Parameter parameter : request.query()) {
                for (Pair pair : pairs) {
                    if (pair.matches(parameter)) {
                        return true;
                    }
                }
            }
            return false;
        }

        /** Patterns for a parameter's value and, if it matters, its name. */
        public record Pair(Optional<Glob> name, Glob value) {
            boolean matches(RequestFacts.Parameter parameter) {
                return (name.isEmpty() || name.get().matches(parameter.name())) && value.matches(parameter.value());
            }
        }
    }

    /** The connection comes from one of the blocks. */
    record SourceIp(List<AddressBlock> blocks) implements Condition {
        public SourceIp {
            blocks = List.copyOf(blocks);
        }

        @Override
        public boolean holds(RequestFacts request) {
            return blocks.stream().anyMatch(block -> block.contains(request.source()));
        }
    }

    private static boolean any(List<TextPattern> patterns, String text) {
        for (TextPattern pattern : patterns) {
            if (pattern.matches(text)) {
                return true;
            }
        }
        return false;
    }
}
