package dev.provision.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class AppliedTest {
    private static final StepKey FUNCTION = new StepKey("function", "web");
    private final Applied applied =
            Applied.of(Map.of(FUNCTION, Map.of("timeout", "30", "environment", "PASSWORD, USER")));

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
}
