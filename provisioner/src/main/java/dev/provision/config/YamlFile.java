package dev.provision.config;

import dev.provision.graph.ProvisionException.ConfigInvalid;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * Reads a YAML file with the place of everything in it.
 *
 * @param path where it is
 * @param name as problems name it
 */
record YamlFile(Path path, String name) {
    private static final String REMEDY = "write one 'key: value' a line, each level indented by two spaces";
    private static final String FILE_REMEDY = "make it a file that this user may read";
    private static final long MOST_BYTES = 1_000_000;

    /**
     * What the file says; an empty file says nothing.
     *
     * @throws ConfigInvalid if it is not YAML, or not made of keys at the top
     */
    Tree.Entries read(Problems problems) {
        try {
            refuseWhatIsNoText();
            Optional<Node> root =
                    new Compose(LoadSettings.builder().setLabel(name).build()).composeString(Files.readString(path));
            return switch (root.map(node -> tree(node, "", problems))
                    .orElse(new Tree.Nothing(false, new Place(name, 1)))) {
                case Tree.Entries entries -> entries;
                case Tree.Nothing nothing -> new Tree.Entries(new LinkedHashMap<>(), nothing.place());
                case Tree other ->
                    throw new ConfigInvalid(
                            List.of(other.place() + ": expected keys at the top level, found " + other.words()),
                            REMEDY);
            };
        } catch (MarkedYamlEngineException broken) {
            throw new ConfigInvalid(List.of(describe(broken)), REMEDY);
        } catch (YamlEngineException broken) {
            throw new ConfigInvalid(List.of(name + ": not YAML: " + broken.getMessage()), REMEDY);
        } catch (StackOverflowError deep) {
            // The parser calls itself for each level; its own bound on them is not kept when it composes nodes.
            throw new ConfigInvalid(List.of(name + ": is nested too deeply"), REMEDY);
        } catch (CharacterCodingException other) {
            throw new ConfigInvalid(List.of(name + ": is not UTF-8"), "save it as UTF-8");
        } catch (IOException unreadable) {
            throw new ConfigInvalid(List.of(name + ": cannot be read: " + unreadable.getMessage()), FILE_REMEDY);
        }
    }

    /** A pipe would be waited for, and a device never ends. */
    private void refuseWhatIsNoText() throws IOException {
        if (Files.exists(path) && !Files.isRegularFile(path)) {
            throw new ConfigInvalid(List.of(name + ": cannot be read: it is no ordinary file"), FILE_REMEDY);
        }
        if (Files.size(path) > MOST_BYTES) {
            throw new ConfigInvalid(
                    List.of(name + ": has " + Files.size(path) + " bytes; expected " + MOST_BYTES + " at most"),
                    "leave in it what the environment needs");
        }
    }

    private String describe(MarkedYamlEngineException broken) {
        String where = broken.getProblemMark()
                .map(mark -> ":" + (mark.getLine() + 1) + ":" + (mark.getColumn() + 1))
                .orElse("");
        String context = Optional.ofNullable(broken.getContext())
                .filter(text -> !text.isBlank())
                .map(text ->
                        " (" + text + broken.getContextMark().map(this::begun).orElse("") + ")")
                .orElse("");
        // 'expected a single document … but found another': the parser's sentence begins with the context.
        return name + where + ": not YAML: "
                + (broken.getProblem().startsWith("but ")
                        ? broken.getContext() + " " + broken.getProblem()
                        : broken.getProblem() + context);
    }

    private String begun(Mark mark) {
        return " that begins in line " + (mark.getLine() + 1);
    }

    private Tree tree(Node node, String path, Problems problems) {
        Place place = place(node);
        if (node.isRecursive()) {
            throw new ConfigInvalid(List.of(place + ": " + path + ": contains itself"), "write out what is meant");
        }
        return switch (node) {
            case ScalarNode scalar
            when scalar.getTag().equals(Tag.NULL) ->
                new Tree.Nothing(!scalar.getValue().isEmpty(), place);
            // YAML 1.2's JSON schema, which the parser follows, does not have it, but people write it.
            case ScalarNode scalar
            when scalar.getValue().equals("~") && scalar.getScalarStyle() == ScalarStyle.PLAIN ->
                new Tree.Nothing(true, place);
            case ScalarNode scalar ->
                new Tree.Value(scalar.getValue(), !scalar.getTag().equals(Tag.STR), place);
            case SequenceNode sequence ->
                new Tree.Items(
                        sequence.getValue().stream()
                                .map(item -> tree(item, path, problems))
                                .toList(),
                        place);
            case MappingNode mapping -> entries(mapping, path, problems);
            default -> throw new YamlEngineException("unexpected " + node.getNodeType() + " at " + place);
        };
    }

    private Tree.Entries entries(MappingNode mapping, String path, Problems problems) {
        SequencedMap<String, Tree.Entry> entries = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            Place place = place(tuple.getKeyNode());
            String key = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "?";
            String keyPath = path.isEmpty() ? key : path + "." + key;
            Tree.Entry entry = new Tree.Entry(place, tree(tuple.getValueNode(), keyPath, problems));
            Tree.Entry earlier = entries.put(key, entry);
            if (earlier != null) {
                problems.add(
                        place,
                        keyPath,
                        "is there twice, first in line " + earlier.place().line());
            }
        }
        return new Tree.Entries(entries, place(mapping));
    }

    private Place place(Node node) {
        return new Place(
                name, node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1));
    }
}
