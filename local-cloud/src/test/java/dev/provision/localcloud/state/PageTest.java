package dev.provision.localcloud.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class PageTest {
    @Property
    void following_the_tokens_gives_everything_once(
            @ForAll @Size(max = 50) List<Integer> all, @ForAll @IntRange(min = 1, max = 20) int limit) {
        List<Integer> seen = new ArrayList<>();
        Optional<String> token = Optional.of("");
        while (token.isPresent()) {
            Page<Integer> page = Page.of(all, token.get(), limit).orElseThrow();
            assertThat(page.items()).hasSizeLessThanOrEqualTo(limit);
            seen.addAll(page.items());
            token = page.nextToken();
        }
        assertThat(seen).isEqualTo(all);
    }

    @Property
    void a_token_that_is_not_ours_is_noticed(@ForAll @Size(max = 5) List<Integer> all) {
        assertThat(Page.of(all, "bm90IG91cnM", 2)).isEmpty();
        assertThat(Page.of(all, "!", 2)).isEmpty();
    }

    @Property
    void a_listing_that_has_become_shorter_meanwhile_ends(@ForAll @Size(min = 3, max = 50) List<Integer> all) {
        String token =
                Page.of(all, "", all.size() - 1).orElseThrow().nextToken().orElseThrow();
        Page<Integer> page = Page.of(all.subList(0, 1), token, 2).orElseThrow();
        assertThat(page.items()).isEmpty();
        assertThat(page.nextToken()).isEmpty();
    }
}
