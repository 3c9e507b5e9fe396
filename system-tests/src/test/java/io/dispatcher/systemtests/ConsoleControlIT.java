package io.dispatcher.systemtests;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The console's control tower, in Chromium. */
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConsoleControlIT {
    private ConsoleStage stage;
    private String scenario;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        stage = new ConsoleStage(directory);
        stage.agent(
                "lyon",
                "--address",
                "127.0.3.1",
                "--upstream",
                "shop=" + stage.target().url());
        stage.api(
                "POST",
                "/api/targets",
                "{\"name\": \"lab\", \"base_url\": \"" + stage.target().url() + "\"}");
        scenario = stage.api(
                        "POST",
                        "/api/scenarios",
                        "{\"name\": \"Night round\", \"steps\": [{\"name\": \"hello\", \"request\": {\"target\": \"lab\", \"path\": \"/\"},"
                                + " \"assertions\": [{\"type\": \"status\", \"equals\": 200}]},"
                                + " {\"name\": \"teapot\", \"request\": {\"target\": \"lab\", \"path\": \"/echo/tea\"}, \"assertions\": [{\"type\": \"status\", \"equals\": 418}]}]}")
                .path("id")
                .asText();
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
    void whatHappensAppearsInItsPaneUntilItIsPaused() {
        Tab tab = stage.at("/control");
        assertThat(tab.page().locator(".state.live")).isVisible();
        assertThat(pane(tab, "Requests")).isVisible();
        stage.execute("\"url\": \"" + stage.target().url() + "/echo/live\"");
        assertThat(pane(tab, "Requests")).containsText("/echo/live");
        stage.api("POST", "/api/proxy/request", "{\"target\": \"lab\", \"path\": \"/echo/proxied-live\"}");
        assertThat(pane(tab, "Targets and tunnels")).containsText("/echo/proxied-live");
        Http.get(stage.url() + "/t/shop/echo/tunnelled-live", "Dispatcher-Authorization", "Bearer " + stage.admin());
        Locator tunnelled = row(tab, "Targets and tunnels", "/echo/tunnelled-live");
        assertThat(tunnelled).containsText("200");
        assertThat(tunnelled).containsText("lyon");
        assertThat(pane(tab, "Requests")).containsText("/echo/tunnelled-live");
        stage.api("POST", "/api/scenarios/" + scenario + "/run", "{}");
        assertThat(pane(tab, "Scenario")).containsText("Night round");
        assertThat(pane(tab, "Scenario").locator("td.changed")).hasText("200");

        tab.page().keyboard().press("Space");
        assertThat(tab.button("Go on")).isVisible();
        stage.execute("\"url\": \"" + stage.target().url() + "/echo/while-paused\"");
        assertThat(tab.page().getByText(Pattern.compile("paused · [1-9]\\d* new")))
                .isVisible();
        assertThat(pane(tab, "Requests")).not().containsText("while-paused");
        tab.assertAccessible("paused control tower");
        tab.button("Go on").click();
        assertThat(pane(tab, "Requests")).containsText("while-paused");
        tab.page().getByLabel("Search").fill("oslo-or-nobody");
        assertThat(pane(tab, "Requests")).containsText("No requests");
    }

    @ParameterizedTest
    @CsvSource({"1280, DARK", "400, LIGHT"})
    void itShowsAtOnceWhatWasAndFits(int width, ColorScheme colours) {
        for (int i = 0; i < 15; i++) {
            stage.execute("\"url\": \"" + stage.target().url() + "/echo/before-" + i + "\"");
        }
        stage.api("POST", "/api/proxy/request", "{\"target\": \"lab\", \"path\": \"/echo/proxied-before\"}");
        Http.get(stage.url() + "/t/shop/echo/tunnelled-before", "Dispatcher-Authorization", "Bearer " + stage.admin());
        stage.api("POST", "/api/scenarios/" + scenario + "/run?wait=true", "{}");
        Tab tab = stage.at(stage.tab(width, colours), "/control", stage.viewer());
        assertThat(pane(tab, "Requests")).containsText("before-1");
        assertThat(pane(tab, "Targets and tunnels")).containsText("proxied-before");
        assertThat(pane(tab, "Targets and tunnels")).containsText("tunnelled-before");
        assertThat(pane(tab, "Scenario")).containsText("teapot");
        String suffix = "-" + width + "-" + colours.name().toLowerCase(Locale.ROOT);
        tab.screenshot("control" + suffix);
        tab.assertAccessible("control tower");
        tab.assertFits("control tower");
    }

    private static Locator pane(Tab tab, String name) {
        return tab.page()
                .getByRole(
                        AriaRole.REGION,
                        new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private static Locator row(Tab tab, String pane, String path) {
        return pane(tab, pane).locator("li").filter(new Locator.FilterOptions().setHasText(path));
    }
}
