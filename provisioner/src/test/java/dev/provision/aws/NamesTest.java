package dev.provision.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.StringLength;

class NamesTest {
    private static final int LIMIT = 32;

    @Example
    void aNameThatFitsIsLeftAsItIs() {
        assertThat(Names.bounded("demo-dev", "lambda-blue", LIMIT)).isEqualTo("demo-dev-lambda-blue");
        assertThat(Names.bounded("demo-dev", "", LIMIT)).isEqualTo("demo-dev");
    }

    @Example
    void aLongNameKeepsItsEnd() {
        assertThat(Names.bounded("helidon-demo-api-production", "lambda-blue", LIMIT))
                .hasSizeLessThanOrEqualTo(LIMIT)
                .startsWith("helidon-demo")
                .endsWith("-lambda-blue");
    }

    @Example
    void aHashNeverFollowsTwoDashes() {
        assertThat(Names.bounded("a-------------------------------", "x", 20)).doesNotContain("--");
    }

    @Example
    void aNameWithoutRoomIsRefused() {
        assertThatThrownBy(() -> Names.bounded("demo", "a-suffix-that-is-as-long-as-all-of-it", LIMIT))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Property
    void neverLongerThanAllowedAndAlwaysTheSame(
            @ForAll @AlphaChars @StringLength(min = 1, max = 80) String prefix,
            @ForAll @AlphaChars @StringLength(max = 20) String suffix) {
        String name = Names.bounded(prefix, suffix, LIMIT);
        assertThat(name)
                .hasSizeLessThanOrEqualTo(LIMIT)
                .endsWith(suffix)
                .isEqualTo(Names.bounded(prefix, suffix, LIMIT));
    }

    @Property
    void differentPrefixesGiveDifferentNames(
            @ForAll @AlphaChars @StringLength(min = 30, max = 60) String one,
            @ForAll @AlphaChars @StringLength(min = 30, max = 60) String other) {
        assertThat(Names.bounded(one, "blue", LIMIT).equals(Names.bounded(other, "blue", LIMIT)))
                .isEqualTo(one.equals(other));
    }
}
