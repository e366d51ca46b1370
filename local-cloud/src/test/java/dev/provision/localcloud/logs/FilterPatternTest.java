package dev.provision.localcloud.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.provision.localcloud.wire.AwsError;
import org.junit.jupiter.api.Test;

class FilterPatternTest {
    @Test
    void plain_terms_must_all_occur() {
        FilterPattern pattern = FilterPattern.parse("Completed /health");
        assertThat(pattern.test("2025/12/11 10:30:45 Completed GET /health in 2ms"))
                .isTrue();
        assertThat(pattern.test("2025/12/11 10:30:45 Started GET /health")).isFalse();
    }

    @Test
    void quoted_terms_may_hold_spaces_and_a_dash_excludes() {
        FilterPattern pattern = FilterPattern.parse("\"GET /health\" -Started");
        assertThat(pattern.test("Completed GET /health in 2ms")).isTrue();
        assertThat(pattern.test("Started GET /health")).isFalse();
    }

    @Test
    void of_the_optional_terms_one_must_occur() {
        FilterPattern pattern = FilterPattern.parse("?ERROR ?WARN");
        assertThat(pattern.test("a WARN line")).isTrue();
        assertThat(pattern.test("a line")).isFalse();
    }

    @Test
    void patterns_that_are_not_supported_are_refused() {
        assertThatThrownBy(() -> FilterPattern.parse("{ $.level = \"error\" }"))
                .isInstanceOf(AwsError.class)
                .hasMessageContaining("not supported");
    }
}
