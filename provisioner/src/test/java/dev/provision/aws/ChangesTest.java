package dev.provision.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provision.graph.Change;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ChangesTest {
    @Test
    void whatIsEqualIsNoChange() {
        assertThat(new Changes()
                        .field("memory", 512, 512)
                        .fixed("cidr", "10.0.0.0/16", "10.0.0.0/16")
                        .known("subnets", Set.of("b", "a"), Optional.of(Set.of("a", "b")))
                        .list())
                .isEmpty();
    }

    @Test
    void aChangeTellsBothValuesAndItsEffect() {
        assertThat(new Changes()
                        .field("memory", 512, 1024)
                        .fixed("zone", "a", "b")
                        .list())
                .containsExactly(Change.inPlace("memory", "512", "1024"), Change.replace("zone", "a", "b"));
    }

    @Test
    void aCollectionIsToldInOrder() {
        assertThat(new Changes().field("subnets", Set.of("b"), Set.of("c", "a")).list())
                .containsExactly(Change.inPlace("subnets", "b", "a, c"));
    }

    @Test
    void whatIsNotKnownYetCountsAsChanged() {
        assertThat(new Changes().known("image", "one", Optional.empty()).list())
                .containsExactly(Change.inPlace("image", "one", Changes.UNKNOWN));
        assertThat(new Changes().fixedKnown("vpc", "vpc-1", Optional.empty()).list())
                .containsExactly(Change.replace("vpc", "vpc-1", Changes.UNKNOWN));
    }

    @Test
    void entriesThatNobodyWantsAreLeftAlone() {
        assertThat(new Changes()
                        .tags(Map.of("aws:by", "them", "team", "old"), Map.of("team", "new", "more", "yes"))
                        .list())
                .containsExactly(Change.inPlace("tags.more", "", "yes"), Change.inPlace("tags.team", "old", "new"));
    }

    @Test
    void aWantedValueReadsTheSameWhateverTheOrderOfItsEntries() {
        SequencedMap<String, String> options = new LinkedHashMap<>(Map.of("b", "2"));
        options.put("a", "1");
        assertThat(new Changes().field("options", Map.of(), options).wanted()).containsEntry("options", "{a=1, b=2}");
    }

    @Test
    void aFieldIsTouchedByItselfAndItsEntriesOnly() {
        List<Change> changes = new Changes().field("tags.team", "a", "b").list();
        assertThat(Changes.touch(changes, "tags")).isTrue();
        assertThat(Changes.touch(changes, "tags.team")).isTrue();
        assertThat(Changes.touch(changes, "tag")).isFalse();
        assertThat(Changes.touch(changes, "team")).isFalse();
    }

    @Property
    void afterApplyingTheWantedEntriesNothingIsLeftToChange(
            @ForAll Map<String, String> live, @ForAll Map<String, String> wanted) {
        Map<String, String> applied = new HashMap<>(live);
        applied.putAll(wanted);
        assertThat(new Changes().entries("x", applied, wanted).list()).isEmpty();
    }
}
