package dev.provision.localcloud.ecs;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Takes a command line apart as the agent of ECS Exec does, which has no shell do it: quotes, and backslashes. */
final class ShellWords {
    private final String line;
    private final List<String> words = new ArrayList<>();
    private Optional<StringBuilder> word = Optional.empty();

    private ShellWords(String line) {
        this.line = line;
    }

    /** The words of a line, their quotes removed. A quote that is never closed ends with the line. */
    static List<String> split(String line) {
        ShellWords words = new ShellWords(line);
        words.read();
        return List.copyOf(words.words);
    }

    private void read() {
        char quote = ' ';
        for (int at = 0; at < line.length(); at++) {
            char here = line.charAt(at);
            if (here == '\\' && quote != '\'' && at + 1 < line.length()) {
                at++;
                word().append(line.charAt(at));
            } else if (quote != ' ') {
                if (here == quote) {
                    quote = ' ';
                } else {
                    word().append(here);
                }
            } else if (here == '\'' || here == '"') {
                quote = here;
                word();
            } else if (Character.isWhitespace(here)) {
                end();
            } else {
                word().append(here);
            }
        }
        end();
    }

    private StringBuilder word() {
        word = Optional.of(word.orElseGet(StringBuilder::new));
        return word.get();
    }

    private void end() {
        word.ifPresent(done -> words.add(done.toString()));
        word = Optional.empty();
    }
}
