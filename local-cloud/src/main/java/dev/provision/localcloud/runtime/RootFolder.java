package dev.provision.localcloud.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** The folder into which an image is unpacked. Paths of the image are looked up as if it were the root of the file system. */
record RootFolder(Path path) {
    private static final int MOST_LINKS = 40;

    /**
     * The place of an entry of a layer. Links on the way are followed inside the folder, the last segment is not; folders
     * on the way are made.
     *
     * @throws IOException if the name leads out of the folder
     */
    Path place(String name) throws IOException {
        Deque<String> rest = new ArrayDeque<>(segments(name));
        if (rest.contains("..")) {
            throw new IOException("the path " + name + " leads out of the image");
        }
        Path at = path;
        int links = 0;
        while (rest.size() > 1) {
            String segment = rest.pop();
            if (segment.equals("..")) {
                at = up(at, name);
                continue;
            }
            Path next = at.resolve(segment);
            if (Files.isSymbolicLink(next)) {
                if (++links > MOST_LINKS) {
                    throw new IOException("the path " + name + " has too many links");
                }
                at = follow(next, at, rest);
            } else {
                if (!Files.isDirectory(next, LinkOption.NOFOLLOW_LINKS)) {
                    Files.deleteIfExists(next);
                    Files.createDirectory(next);
                }
                at = next;
            }
        }
        String last = rest.isEmpty() ? "." : rest.pop();
        if (last.equals("..")) {
            return up(at, name);
        }
        return at.resolve(last).normalize();
    }

    /** The file that a path of the image means, all links followed inside the folder; empty if there is none. */
    Optional<Path> find(String name) {
        Deque<String> rest = new ArrayDeque<>(segments(name));
        Path at = path;
        int links = 0;
        while (!rest.isEmpty()) {
            String segment = rest.pop();
            if (segment.equals("..")) {
                at = at.equals(path) ? path : at.getParent();
                continue;
            }
            Path next = at.resolve(segment);
            if (Files.isSymbolicLink(next)) {
                if (++links > MOST_LINKS) {
                    return Optional.empty();
                }
                try {
                    at = follow(next, at, rest);
                } catch (IOException e) {
                    return Optional.empty();
                }
            } else if (Files.exists(next, LinkOption.NOFOLLOW_LINKS)) {
                at = next;
            } else {
                return Optional.empty();
            }
        }
        return Optional.of(at);
    }

    private Path follow(Path link, Path from, Deque<String> rest) throws IOException {
        String target = Files.readSymbolicLink(link).toString();
        segments(target).reversed().forEach(rest::push);
        return target.startsWith("/") ? path : from;
    }

    private Path up(Path from, String name) throws IOException {
        if (from.equals(path)) {
            throw new IOException("the path " + name + " leads out of the image");
        }
        return from.getParent();
    }

    private static List<String> segments(String name) {
        List<String> segments = new ArrayList<>();
        for (String segment : name.split("/", -1)) {
            if (!segment.isEmpty() && !segment.equals(".")) {
                segments.add(segment);
            }
        }
        return segments;
    }
}
