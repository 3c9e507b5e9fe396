package io.dispatcher.systemtests;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The console's tunnels and targets in Chromium. */
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConsoleTunnelsIT {
    private static final int NARROW = 400;

    private ConsoleStage stage;
    private UpstreamServer shop;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        shop = new UpstreamServer();
        stage = new ConsoleStage(directory, "--upstream-wait", "0.2");
        stage.agent("lyon", "--upstream", "shop=" + shop.url(), "--upstream", "away=http://127.0.0.1:1");
        assertThat(request("shop/echo?x=1")).isEqualTo(200);
        assertThat(request("away/")).isEqualTo(502);
    }

    @AfterAll
    void stop() {
        stage.close();
        shop.close();
    }

    @AfterEach
    void nothingWentWrongUnseen() {
        stage.assertNothingWentWrongUnseen();
    }

    private int request(String path) {
        return Http.get(stage.url() + "/t/" + path, "Dispatcher-Authorization", "Bearer " + stage.admin())
                .status();
    }

    private static Locator confirm(Tab tab) {
        return tab.page().locator("dialog button.danger");
    }

    @Test
    void aRequestThroughATunnelIsFoundByItsUpstreamAndShownWithItsHops() {
        Tab tab = stage.at("/");
        tab.nav().getByText("Tunnels").click();
        tab.page().getByLabel("Search").fill("shop");
        assertThat(tab.page()).hasURL(Pattern.compile("q=shop"));
        assertThat(tab.link("away")).hasCount(0);
        tab.assertAccessible("tunnels");
        tab.screenshot("tunnels-1280");
        tab.link("shop").click();

        assertThat(tab.heading("shop serving")).isVisible();
        assertThat(tab.link("lyon")).isVisible();
        tab.assertAccessible("upstream");
        tab.screenshot("upstream-1280");
        tab.page().getByLabel("Latest requests").getByText("/echo?x=1").first().click();
        Locator way = tab.page().getByLabel("Through the tunnel");
        assertThat(way).containsText("lyon");
        assertThat(way).containsText("shop");
        tab.assertAccessible("tunnel record");
        tab.screenshot("tunnel-record-1280");
        tab.link("shop").click();
        assertThat(tab.heading("shop serving")).isVisible();
    }

    @Test
    void anUpstreamIsTakenOutAndPutBack() {
        Tab tab = stage.at(stage.tab(NARROW, ColorScheme.DARK), "/tunnels/away", stage.admin());
        assertThat(tab.heading("away serving")).isVisible();
        tab.button("Take out").click();
        assertThat(tab.heading("away taken out")).isVisible();
        assertThat(tab.text("are answered with 503")).isVisible();
        assertThat(request("away/")).isEqualTo(503);
        tab.assertAccessible("upstream taken out");
        tab.assertFits("upstream taken out");
        tab.screenshot("upstream-400");
        tab.button("Put back").click();
        assertThat(tab.heading("away serving")).isVisible();
    }

    @Test
    void whoOnlyReadsSeesUpstreamsWithoutActionsAndOnesThatNobodyClaims() {
        Tab tab = stage.at(stage.tab(), "/tunnels/shop", stage.viewer());
        assertThat(tab.heading("shop serving")).isVisible();
        assertThat(tab.button("Take out")).hasCount(0);
        tab.go("/console/tunnels/nobody");
        assertThat(tab.text("No agent claims it")).isVisible();
        tab.go("/console/targets");
        assertThat(tab.text("No targets")).isVisible();
        assertThat(tab.link("New target")).hasCount(0);
    }

    @Test
    void aTargetIsMadeTriedChangedAndDeletedAndItsSecretsAreNotShown() throws IOException {
        try (ScriptedTarget site = new ScriptedTarget()) {
            site.says("/v2/orders", "200 OK", "ok".getBytes(StandardCharsets.UTF_8));
            Tab tab = stage.at("/targets");
            tab.link("New target").click();
            tab.page().getByLabel("Name").fill("orders");
            tab.page().getByLabel("Base URL").fill(site.url("/v2"));
            tab.page().getByLabel("Headers").fill("X-API-Key: hush\nAccept: text/plain");
            tab.page().getByLabel("Way").selectOption("agent");
            tab.page().getByLabel("Labels").fill("zone=1");
            tab.assertAccessible("target form");
            tab.screenshot("target-form-1280");
            tab.button("Create").click();
            Locator row = tab.page().locator("dx-targets dx-grid tbody tr");
            assertThat(row).containsText("agents with zone=1");
            assertThat(row).containsText("X-API-Key, Accept");
            tab.assertAccessible("targets");
            tab.screenshot("targets-1280");

            tab.link("Try orders").click();
            assertThat(tab.page().getByLabel("Target")).hasValue(Pattern.compile(".+"));
            tab.page().getByLabel("Path").fill("/orders");
            tab.button("Send").click();
            assertThat(tab.page().getByLabel("Response body")).containsText("ok");

            tab.nav().getByText("Targets").click();
            tab.link("orders").click();
            assertThat(tab.page().getByLabel("Headers")).hasValue(Pattern.compile("X-API-Key: \\[redacted\\]"));
            tab.page().getByLabel("Timeout (s)").fill("7");
            tab.button("Save").click();
            assertThat(row).containsText("7 s");
            tab.link("Try orders").click();
            tab.page().getByLabel("Path").fill("/orders");
            tab.button("Send").click();
            assertThat(tab.page().getByLabel("Response body")).containsText("ok");
            assertThat(site.seen("/v2/orders")).hasSize(2).allMatch(seen -> seen.header("x-api-key")
                    .equals(List.of("hush")));

            tab.nav().getByText("Targets").click();
            tab.button("Delete orders").click();
            tab.button("Cancel").click();
            assertThat(row).hasCount(1);
            tab.button("Delete orders").click();
            confirm(tab).click();
            assertThat(tab.text("No targets")).isVisible();
        }
    }

    @Test
    void aTargetBehindATunnelIsMadeOnANarrowScreenAndWhatIsWrongIsNamed() {
        Tab tab = stage.at(stage.tab(NARROW, ColorScheme.DARK), "/targets/new?upstream=shop", stage.admin())
                .expectRefusals();
        tab.page().getByLabel("Name").fill("inner");
        tab.page().getByLabel("Base URL").fill("http://shop/?a=b");
        tab.button("Create").click();
        assertThat(tab.text("base_url")).isVisible();
        tab.page().getByLabel("Base URL").fill("http://shop/");
        tab.assertFits("target form");
        tab.screenshot("target-form-400");
        tab.button("Create").click();
        assertThat(tab.text("tunnel shop")).hasCount(1);
        tab.link("inner").click();
        assertThat(tab.heading("Edit inner")).isVisible();
        tab.button("Delete").click();
        confirm(tab).click();
        assertThat(tab.heading("Targets")).isVisible();
        assertThat(stage.api("GET", "/api/targets", "").path("items").size()).isZero();
    }
}
