package dev.provision.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class AppliedTest {
    private static final StepKey FUNCTION = new StepKey("function", "web");
    private final Applied applied =
            Applied.by(FUNCTION, Map.of("timeout", "30", "environment", "PASSWORD, USER", "version", "3"));

    @Test
    void whatLeadsBackSomebodyElseChanged() {
        Change back = Change.inPlace("timeout", "5", "30");
        Change configured = Change.inPlace("timeout", "30", "40");
        assertThat(applied.undone(FUNCTION, List.of(back, configured), Change::field))
                .containsExactly(back);
    }

    @Test
    void aValueThatIsNotToldAccusesNobody() {
        assertThat(applied.undone(
                        FUNCTION,
                        List.of(Change.inPlace("environment", "PASSWORD, USER", "PASSWORD, USER")),
                        Change::field))
                .isEmpty();
        Change added = Change.inPlace("environment", "OTHER, PASSWORD, USER", "PASSWORD, USER");
        assertThat(applied.undone(FUNCTION, List.of(added), Change::field)).containsExactly(added);
    }

    @Test
    void whatBothChangedIsNobodysAlone() {
        Change both = Change.inPlace("timeout", "5", "40");
        Change gone = Change.inPlace("timeout", "", "40");
        Change taken = Change.inPlace("timeout", "5", "");
        List<Change> all = List.of(both, gone, taken);
        assertThat(applied.contested(FUNCTION, all, Change::field)).containsExactlyElementsOf(all);
        assertThat(applied.undone(FUNCTION, all, Change::field)).isEmpty();
        List<Change> ofOne = List.of(Change.inPlace("timeout", "5", "30"), Change.inPlace("timeout", "30", "40"));
        assertThat(applied.contested(FUNCTION, ofOne, Change::field)).isEmpty();
    }

    @Test
    void whatWasNeverComparedAccusesNobody() {
        List<Change> fresh = List.of(
                Change.inPlace("memory", "128", "512"),
                Change.inPlace("version", "4", Change.UNKNOWN),
                Change.inPlace("environment", "OTHER", "OTHER"));
        assertThat(applied.contested(FUNCTION, fresh, Change::field)).isEmpty();
        assertThat(applied.contested(
                        new StepKey("function", "other"), List.of(Change.inPlace("timeout", "5", "40")), Change::field))
                .isEmpty();
    }

    @Test
    void whatAnUpLeftHalfDoneIsNobodyElses() {
        Applied halfDone = applied.and(Applied.by(FUNCTION, Map.of("timeout", "40", "version", Change.UNKNOWN)));
        List<Change> next = List.of(Change.inPlace("timeout", "40", "50"), Change.inPlace("version", "4", "5"));
        List<Change> back = List.of(Change.inPlace("timeout", "40", "30"), Change.inPlace("version", "4", "3"));
        assertThat(halfDone.contested(FUNCTION, next, Change::field)).isEmpty();
        assertThat(halfDone.undone(FUNCTION, back, Change::field)).isEmpty();
    }
}
