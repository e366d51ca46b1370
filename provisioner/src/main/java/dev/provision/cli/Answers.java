package dev.provision.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.util.Objects;

/** Reads what a person types. */
final class Answers {
    private Answers() {}

    /** One line without surrounding blanks; empty at the end of the input. */
    static String line(InputStream in) {
        try {
            BufferedReader reader = new BufferedReader(new InputStreamReader(in, Charset.defaultCharset()));
            return Objects.requireNonNullElse(reader.readLine(), "").strip();
        } catch (IOException broken) {
            throw new UncheckedIOException("cannot read the answer", broken);
        }
    }
}
