package dev.provision.browser;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.URISyntaxException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class BrowserTest {
    @Test
    void tab_reaches_what_can_have_the_focus_only() throws URISyntaxException {
        try (Browser browser = Browser.open()) {
            browser.visit(new URI("data", "text/html,<p>warm</p><button>busy</button>", null));
            assertThatCode(() -> browser.tabTo("active.textContent.includes('busy')"))
                    .doesNotThrowAnyException();
            assertThatThrownBy(() -> browser.tabTo("active.textContent.includes('warm')"))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageStartingWith("not reached by Tab");
        }
    }
}
