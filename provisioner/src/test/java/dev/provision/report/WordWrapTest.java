package dev.provision.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Long text on narrow terminals. */
final class WordWrapTest {
    @Test
    void breaksBetweenWordsAndKeepsBlanks() {
        assertThat(WordWrap.lines("one two  three", 14)).containsExactly("one two  three");
        assertThat(WordWrap.lines("one two  three", 13)).containsExactly("one two", "three");
        assertThat(WordWrap.lines("  one two three", 7)).containsExactly("  one", "two", "three");
        assertThat(WordWrap.lines("cost         2 of", 16)).containsExactly("cost", "2 of");
        assertThat(WordWrap.lines("unbreakable", 4)).containsExactly("unbreakable");
        assertThat(WordWrap.lines("", 4)).containsExactly("");
    }

    @Test
    void numberKeepsItsUnitAndSignItsFactor() {
        assertThat(WordWrap.lines("0.25 vCPU × $0.04656/h × 730 h", 24))
                .containsExactly("0.25 vCPU × $0.04656/h", "× 730 h");
        assertThat(WordWrap.longestWord("1 task × 730 h")).isEqualTo(7);
    }

    @Test
    void widestColumnsOfATableAreNarrowedAsFarAsNeeded() {
        Table table = new Table(
                List.of("name", "what it says", "end"),
                List.of(List.of("a", "some words in a row", "z"), List.of("b", "few", "y")));
        assertThat(table.lines(Integer.MAX_VALUE))
                .containsExactly(
                        "NAME  WHAT IT SAYS         END",
                        "a     some words in a row  z",
                        "b     few                  y");
        assertThat(table.lines(24))
                .containsExactly(
                        "NAME  WHAT IT SAYS   END", "a     some words in  z", "      a row", "b     few            y");
        assertThat(table.lines(10)).isEqualTo(table.lines(Integer.MAX_VALUE));
    }
}
