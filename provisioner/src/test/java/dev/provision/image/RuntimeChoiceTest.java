package dev.provision.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.config.ImageSettings;
import dev.provision.config.ImageSettings.Architecture;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RuntimeChoiceTest {
    private static final String BASE = "gcr.io/distroless/base-debian12";
    private static final String GLIBC = "LIBC=\"gnu\"";

    @Test
    void linux_of_the_same_architecture_links_a_runtime_on_the_base_image() {
        assertThat(choose(host(true, Architecture.X86_64, GLIBC), Optional.of(BASE), Architecture.X86_64))
                .isEqualTo(new RuntimeChoice.Linked(Optional.of(BASE)));
    }

    @Test
    void without_a_base_image_the_image_is_for_this_machine_whatever_its_system() {
        assertThat(choose(host(false, Architecture.ARM64, ""), Optional.empty(), Architecture.ARM64))
                .isEqualTo(new RuntimeChoice.Linked(Optional.empty()));
    }

    @Test
    void a_jdk_that_cannot_run_in_the_container_is_replaced_by_a_jre_image() {
        assertJre(host(false, Architecture.ARM64, GLIBC), Optional.of(BASE), Architecture.ARM64);
        assertJre(host(true, Architecture.ARM64, GLIBC), Optional.of(BASE), Architecture.X86_64);
        assertJre(host(true, Architecture.ARM64, GLIBC), Optional.empty(), Architecture.X86_64);
        assertJre(host(true, Architecture.X86_64, "LIBC=\"musl\""), Optional.of(BASE), Architecture.X86_64);
        Host jre = new Host(true, Optional.of(Architecture.X86_64), Path.of("/nowhere"), GLIBC);
        assertJre(jre, Optional.of(BASE), Architecture.X86_64);
    }

    private static void assertJre(Host host, Optional<String> base, Architecture architecture) {
        RuntimeChoice choice = choose(host, base, architecture);
        assertThat(choice).isInstanceOf(RuntimeChoice.JreImage.class);
        assertThat(choice.base()).hasValue(RuntimeChoice.JRE_IMAGE);
        assertThat(choice.java()).startsWith("/");
    }

    private static RuntimeChoice choose(Host host, Optional<String> base, Architecture architecture) {
        return RuntimeChoice.of(host, new ImageSettings(base, architecture));
    }

    private static Host host(boolean linux, Architecture architecture, String release) {
        return new Host(linux, Optional.of(architecture), Host.current().javaHome(), release);
    }
}
