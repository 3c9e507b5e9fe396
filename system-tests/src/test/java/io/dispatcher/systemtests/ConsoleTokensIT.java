package io.dispatcher.systemtests;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The console's page of tokens, in Chromium. */
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConsoleTokensIT {
    private Path directory;
    private ConsoleStage stage;

    @BeforeAll
    void start(@TempDir Path here) throws IOException {
        directory = here;
        stage = new ConsoleStage(here.resolve("stage"));
    }

    @AfterAll
    void stop() {
        stage.close();
    }

    @AfterEach
    void nothingWentWrongUnseen() {
        stage.assertNothingWentWrongUnseen();
    }

    @Test
    void aTokenIsMadeShownOnceAndRevoked() {
        Tab tab = stage.at("/tokens");
        tab.button("New token").click();
        choice(tab, "Role").selectOption("operator");
        field(tab, "Name").fill("night-shift");
        choice(tab, "Expires").selectOption("7");
        tab.assertAccessible("token form");
        tab.screenshot("token-form");
        tab.button("Make it").click();

        String secret = field(tab, "Token").inputValue();
        assertThat(tab.text("it is shown this once")).isVisible();
        assertThat(row(tab, "night-shift")).containsText("valid");
        tab.assertAccessible("token made");
        tab.screenshot("token-made");
        assertThat(statusWith(secret)).isEqualTo(200);
        tab.button("Done").click();
        assertThat(field(tab, "Token")).hasCount(0);
        assertThat(tab.page().content()).doesNotContain(secret);

        row(tab, "night-shift").getByText("Revoke").click();
        tab.page()
                .getByRole(AriaRole.DIALOG)
                .getByText("Revoke", new Locator.GetByTextOptions().setExact(true))
                .click();
        assertThat(row(tab, "night-shift")).containsText("revoked");
        assertThat(statusWith(secret)).isEqualTo(401);
    }

    @Test
    void anAgentsTokenIsBoundAndRefusalsAreSaidAtTheirFields() {
        Tab tab = stage.at("/tokens").expectRefusals();
        tab.button("New token").click();
        choice(tab, "Role").selectOption("agent");
        field(tab, "Name").fill("not a name");
        tab.button("Make it").click();
        assertThat(field(tab, "Name")).hasAttribute("aria-invalid", "true");
        field(tab, "Name").fill("admin-1");
        tab.button("Make it").click();
        assertThat(tab.page().locator("#wrong-name")).containsText("admin-1 exists");
        field(tab, "Name").fill("lyon-token");
        field(tab, "Only as agent").fill("lyon");
        field(tab, "Only for upstreams").fill("shop, stock");
        tab.button("Make it").click();
        assertThat(tab.text("--token-file FILE")).isVisible();
        assertThat(row(tab, "lyon-token")).containsText("lyon, shop, stock");
    }

    @Test
    void theFirstTokenEndsOpenModeAndSignsIn() throws IOException {
        try (Processes processes = new Processes(directory.resolve("open"));
                Chromium chromium = new Chromium()) {
            RunningProcess open = processes.coordinator();
            Tab tab = chromium.tab(open.url(), ConsoleStage.WIDE, ColorScheme.LIGHT)
                    .go("/console/tokens");
            assertThat(tab.text("No token exists")).isVisible();
            assertThat(tab.text("No tokens")).isVisible();
            tab.assertAccessible("open mode");
            tab.screenshot("tokens-open");
            tab.button("New token").click();
            assertThat(choice(tab, "Role").locator("option")).hasCount(1);
            field(tab, "Name").fill("first");
            tab.button("Make it").click();
            assertThat(tab.text("You are signed in with it in this tab")).isVisible();
            assertThat(row(tab, "first")).containsText("(yours)");
            assertThat(tab.text("No token exists")).hasCount(0);
            assertThat(tab.text("first · admin")).isVisible();
            assertThat(Http.get(open.url() + "/api/stats").status()).isEqualTo(401);
            assertThat(chromium.closeTabs()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"1280, DARK", "400, LIGHT"})
    void whoOnlyReadsSeesTheListAndItFits(int width, ColorScheme colours) {
        Tab tab = stage.at(stage.tab(width, colours), "/tokens", stage.viewer());
        assertThat(row(tab, "admin-1")).isVisible();
        assertThat(tab.button("New token")).hasCount(0);
        assertThat(tab.button("Revoke")).hasCount(0);
        assertThat(tab.text("takes the role admin")).isVisible();
        tab.screenshot("tokens-" + width + "-" + colours.name().toLowerCase(Locale.ROOT));
        tab.assertAccessible("tokens");
        tab.assertFits("tokens");
    }

    private int statusWith(String secret) {
        return Http.get(stage.url() + "/api/stats", "Authorization", "Bearer " + secret)
                .status();
    }

    private static Locator row(Tab tab, String name) {
        return tab.page().locator("dx-grid tbody tr").filter(new Locator.FilterOptions().setHasText(name));
    }

    private static Locator choice(Tab tab, String label) {
        return tab.page()
                .getByRole(
                        AriaRole.COMBOBOX,
                        new Page.GetByRoleOptions().setName(label).setExact(true));
    }

    private static Locator field(Tab tab, String label) {
        return tab.page().getByLabel(label, new Page.GetByLabelOptions().setExact(true));
    }
}
