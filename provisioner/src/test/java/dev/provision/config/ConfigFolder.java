package dev.provision.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.provision.graph.ProvisionException.ConfigInvalid;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A folder with configuration files, and what is read of them. */
record ConfigFolder(Path folder) {
    /** @param name without {@code .yaml} */
    ConfigFolder write(String name, String text) {
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve(name + ".yaml"), text);
            return this;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    Environment load(String env, Map<String, String> variables) {
        return new Environments(folder, variables).load(env, Optional.empty());
    }

    Environment load(String env) {
        return load(env, Map.of());
    }

    /** At least one; with the names of the files only. */
    List<String> problems(String env) {
        ConfigInvalid invalid = catchThrowableOfType(ConfigInvalid.class, () -> load(env));
        assertThat(invalid).as("no problem found").isNotNull();
        return invalid.problems().stream()
                .map(line -> line.replace(folder.getFileName() + "/", ""))
                .toList();
    }
}
