package dev.provision.localcloud.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.provision.localcloud.wire.AwsError;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FilterPatternTest {
    @Test
    void plain_terms_must_all_occur() {
        Predicate<String> pattern = FilterPattern.parse("Completed /health");
        assertThat(pattern.test("2025/12/11 10:30:45 Completed GET /health in 2ms"))
                .isTrue();
        assertThat(pattern.test("2025/12/11 10:30:45 Started GET /health")).isFalse();
    }

    @Test
    void quoted_terms_may_hold_spaces_and_a_dash_excludes() {
        Predicate<String> pattern = FilterPattern.parse("\"GET /health\" -Started");
        assertThat(pattern.test("Completed GET /health in 2ms")).isTrue();
        assertThat(pattern.test("Started GET /health")).isFalse();
    }

    @Test
    void of_the_optional_terms_one_must_occur() {
        Predicate<String> pattern = FilterPattern.parse("?ERROR ?WARN");
        assertThat(pattern.test("a WARN line")).isTrue();
        assertThat(pattern.test("a line")).isFalse();
    }

    private static final String LINE = """
            {"time":"2025-12-11T10:30:45.123Z","level":"ERROR","message":"Completed GET /health in 12ms",
             "status":503,"slow":true,"trace":null,"tags":["a",{"b":"c d"}]}""";

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = ';',
            value = {
                "{ $.level = \"ERROR\" }; true",
                "{ $.level = ERROR }; true",
                "{$.level=WARN}; false",
                "{ $.level != \"WARN\" }; true",
                "{ $.nothing != \"WARN\" }; false",
                "{ $.message = \"*GET /health*\" }; true",
                "{ $.message = \"GET /health\" }; false",
                "{ $.message = %in \\d+ms$% }; true",
                "{ $.status >= 500 && $.status < 504 }; true",
                "{ $.status > 503 }; false",
                "{ $.status = 503.0 }; true",
                "{ $.level > 5 }; false",
                "{ ($.level = WARN || $.status = 5*) && $.slow IS TRUE }; true",
                "{ $.level = WARN || $.status = 503 && $.slow IS FALSE }; false",
                "{ $.trace IS NULL && $.missing NOT EXISTS }; true",
                "{ $.trace NOT EXISTS }; false",
                "{ $.tags[0] = a && $.tags[1].b = \"c d\" }; true",
                "{ $['level'] = ERROR }; true",
            })
    void conditions_on_json(String pattern, boolean matches) {
        assertThat(FilterPattern.parse(pattern).test(LINE)).isEqualTo(matches);
        assertThat(FilterPattern.parse(pattern).test("level ERROR status 503")).isFalse();
        assertThat(FilterPattern.parse(pattern).test("{ no JSON")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = ';',
            value = {
                "[date, time, word = Completed, ...]; true",
                "[date, time, word = Started, ...]; false",
                "[..., size > 1000]; true",
                "[date, ..., status = 4* || status = 5*, size]; true",
                "[date, time, word, method, path, agent = \"a client\", status, size]; true",
                "[date, time, word, method, path, agent, status]; false",
            })
    void conditions_on_fields(String pattern, boolean matches) {
        assertThat(FilterPattern.parse(pattern).test("2025/12/11 10:30:45 Completed GET /health \"a client\" 502 1534"))
                .isEqualTo(matches);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{ $.level = \"ERROR\"",
                "{ level = 1 }",
                "{ $.a = }",
                "{ $.a > b }",
                "{ $.a = %(% }",
                "{ $.a = 1 $.b = 2 }",
                "{ ($.a = 1 }",
                "{ $.a[*] = 1 }",
                "[a, ..., ...]",
                "%(%",
            })
    void malformed_patterns_are_refused(String pattern) {
        assertThatThrownBy(() -> FilterPattern.parse(pattern))
                .isInstanceOf(AwsError.class)
                .hasMessageContaining("nvalid");
    }
}
