package dev.provision.cli;

import dev.provision.graph.ProvisionException.ConfigInvalid;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Where a page goes that somebody asked for. */
record PageFile(Path file) {
    /** @throws ConfigInvalid if it cannot be written there */
    void write(String page) {
        try {
            Files.writeString(file, page);
        } catch (IOException unwritable) {
            throw new ConfigInvalid(
                    List.of("cannot write " + file + ": " + unwritable.getMessage()),
                    "name a file in a folder that exists and may be written to");
        }
    }
}
