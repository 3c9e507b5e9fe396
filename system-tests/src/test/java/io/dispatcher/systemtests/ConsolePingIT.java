package io.dispatcher.systemtests;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The console's pings and monitors in Chromium. */
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConsolePingIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int NARROW = 400;

    private ConsoleStage stage;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        stage = new ConsoleStage(directory);
    }

    @AfterAll
    void stop() {
        stage.close();
    }

    @AfterEach
    void nothingWentWrongUnseen() {
        stage.assertNothingWentWrongUnseen();
    }

    private void awaitNoPings() {
        await().atMost(LIMIT).until(() -> Http.get(stage.url() + "/metrics", stage.bearer())
                .body()
                .lines()
                .anyMatch("http_dispatcher_ping_tasks 0.0"::equals));
    }

    private static Locator rows(Tab tab) {
        return tab.page().locator("dx-ping dx-grid tbody tr");
    }

    @Test
    void everyPlaceAndTargetIsARowAndALineOfThePlot() {
        Tab tab = stage.at("/ping");
        assertThat(tab.text("Nothing pinged yet")).isVisible();
        tab.page().getByLabel("Targets").fill("127.0.0.1, 127.0.0.2");
        tab.page().getByLabel("Count").fill("5");
        tab.page().getByLabel("Interval").fill("50");
        tab.button("Start").click();

        assertThat(tab.text("every probe was answered")).isVisible();
        assertThat(rows(tab)).hasCount(4);
        for (String place : new String[] {"paris", "oslo"}) {
            Locator row = rows(tab)
                    .filter(new Locator.FilterOptions().setHasText(place))
                    .first();
            assertThat(row).containsText(Pattern.compile("done\\s*5\\s*5\\s*0 %"));
        }
        assertThat(tab.page().locator(".chart .legend li")).hasCount(2);
        assertThat(tab.page().locator("dx-chart canvas")).hasCount(1);
        tab.page().getByLabel("Plotted target").selectOption("127.0.0.2");
        assertThat(tab.heading("Round trips to 127.0.0.2")).isVisible();
        assertThat(tab.page()).hasURL(Pattern.compile("targets=127.0.0.1%2C\\+127.0.0.2&count=5&interval=50"));
        tab.assertAccessible("pings");
        tab.assertFits("pings");
        tab.screenshot("ping-1280");
        awaitNoPings();
    }

    @Test
    void anAddressOfThePageFillsItsFormAndStartsNothing() {
        Tab tab = stage.at("/ping?targets=127.0.0.1&from=oslo&count=3&interval=20");
        assertThat(tab.page().getByLabel("Targets")).hasValue("127.0.0.1");
        assertThat(tab.page().getByLabel("oslo")).isChecked();
        assertThat(tab.page().getByLabel("paris")).not().isChecked();
        assertThat(rows(tab)).hasCount(0);
        tab.page().getByLabel("Count").press("Control+Enter");
        assertThat(tab.text("every probe was answered")).isVisible();
        assertThat(rows(tab)).hasCount(1);
        tab.page().getByLabel("From").selectOption("own");
        tab.button("Start").click();
        assertThat(rows(tab)).containsText("coordinator");
    }

    @Test
    void pingsWithoutAnEndAreStoppedByHandAndByLeaving() {
        Tab tab = stage.at("/ping?targets=127.0.0.1&interval=20&endless=1");
        assertThat(tab.page().getByLabel("Count")).isDisabled();
        tab.button("Start").click();
        assertThat(tab.text("Pinging 1 target from 2 places")).isVisible();
        Locator paris = rows(tab).filter(new Locator.FilterOptions().setHasText("paris"));
        assertThat(paris).containsText(Pattern.compile("pinging\\s*\\d{2,}"));
        tab.button("Stop").click();
        assertThat(paris).containsText("stopped");
        awaitNoPings();

        tab.button("Start").click();
        assertThat(tab.text("Pinging 1 target from 2 places")).isVisible();
        tab.nav().getByText("Agents").click();
        assertThat(tab.heading("Agents")).isVisible();
        awaitNoPings();
    }

    @Test
    void whatIsRefusedIsNamedAndWhatIsMissingIsAskedFor() {
        Tab tab = stage.at(stage.tab(NARROW, ColorScheme.DARK), "/ping", stage.admin());
        tab.page().getByLabel("Targets").fill(" , ");
        tab.button("Start").click();
        assertThat(tab.page().evaluate("document.querySelector('[name=targets]').validationMessage"))
                .isEqualTo("Names or addresses to ping.");
        tab.page().getByLabel("Targets").fill("127.0.0.1 10.99.99.99");
        tab.page().getByLabel("From").selectOption("some");
        for (String agent : List.of("oslo", "paris")) {
            Locator tick = tab.page().getByLabel(agent);
            assertThat(tick).isVisible();
            tick.setChecked(false);
        }
        tab.button("Start").click();
        assertThat(tab.page().evaluate("document.querySelector('dx-places select').validationMessage"))
                .isEqualTo("Choose an agent, or every one.");
        assertThat(rows(tab)).hasCount(0);
        tab.page().getByLabel("From").selectOption("all");
        tab.page().getByLabel("Interval").fill("30");
        tab.button("Start").click();
        assertThat(tab.text("2 of 4 pairs without an answer")).isVisible();
        assertThat(tab.page().getByLabel("What was said")).containsText("egress-denied");
        tab.assertAccessible("refused pings");
        tab.assertFits("refused pings");
        tab.screenshot("ping-400");
    }

    @Test
    void answersThatBreakOffAreSaidToHaveBrokenOff() {
        Tab tab = stage.tab();
        tab.page()
                .route(
                        "**/ping-task",
                        route -> route.fulfill(new Route.FulfillOptions()
                                .setContentType("application/x-ndjson")
                                .setBody("{\"type\": \"reply\", \"agent_id\": \"oslo\", \"target\": \"127.0.0.1\","
                                        + " \"address\": \"127.0.0.1\", \"seq\": 1, \"rtt_ms\": 0.2}\n")));
        stage.at(tab, "/ping?targets=127.0.0.1", stage.admin());
        tab.button("Start").click();
        assertThat(tab.text("The connection was lost")).isVisible();
        assertThat(rows(tab)).containsText("stopped");
    }

    @Test
    void answersArePlottedWhenTheyWereSentNotWhenTheyCame() {
        Instant first = Instant.now().minusSeconds(1);
        Tab tab = stage.tab();
        tab.page()
                .route(
                        "**/ping-task",
                        route -> route.fulfill(new Route.FulfillOptions()
                                .setContentType("application/x-ndjson")
                                .setBody(reply(1, 4, first)
                                        + reply(3, 2, first.plusMillis(2_000))
                                        + event("timeout", 2, "", first.plusMillis(6_000))
                                        + event(
                                                "summary",
                                                0,
                                                ", \"sent\": 3, \"received\": 2",
                                                first.plusMillis(6_000)))));
        stage.at(tab, "/ping?targets=127.0.0.1&timeout=5000", stage.admin());
        tab.button("Start").click();
        assertThat(rows(tab)).containsText("done");
        String plotted = "(() => { const [times, rtts] = document.querySelector('dx-chart').data;"
                + " return [times.map(time => Math.round(1000 * (time - times[0]))), rtts]; })()";
        assertThat(tab.page().evaluate(plotted))
                .isEqualTo(List.of(List.of(0, 1_004, 2_002), Arrays.asList(4, null, 2)));
    }

    private static String reply(int seq, int rtt, Instant came) {
        return event("reply", seq, ", \"address\": \"127.0.0.1\", \"rtt_ms\": " + rtt, came);
    }

    private static String event(String type, int seq, String more, Instant time) {
        return "{\"type\": \"" + type + "\", \"agent_id\": \"oslo\", \"target\": \"127.0.0.1\", \"seq\": " + seq + more
                + ", \"timestamp\": \"" + time + "\"}\n";
    }

    @Test
    void whoOnlyReadsCannotPing() {
        Tab tab = stage.at(stage.tab(), "/ping", stage.viewer());
        assertThat(tab.text("Your token only reads")).isVisible();
        assertThat(tab.button("Start")).hasCount(0);
    }

    private String monitor(String name, String members) {
        return stage.api("POST", "/api/monitors", "{\"name\": \"" + name + "\", \"interval\": 1, " + members + "}")
                .path("id")
                .asText();
    }

    private static Page.GetByLabelOptions exact() {
        return new Page.GetByLabelOptions().setExact(true);
    }

    private void delete(String id) {
        Http.send("DELETE", stage.url() + "/api/monitors/" + id, "", stage.bearer());
    }

    @Test
    void aPingMonitorIsMadePausedResumedChangedAndDeleted() {
        Tab tab = stage.at("/monitors");
        assertThat(tab.text("No monitors")).isVisible();
        tab.link("New monitor").click();
        tab.page().getByLabel("Name").fill("edge");
        tab.page().getByLabel("Every (s)").fill("1");
        tab.page().getByLabel("Target").fill("127.0.0.1");
        tab.page().getByLabel("Probes of a run").fill("3");
        tab.page().getByLabel("Between them (s)").fill("0.02");
        tab.page().getByLabel("Timeout (s)").fill("0.5");
        tab.assertAccessible("monitor form");
        tab.screenshot("monitor-form-1280");
        tab.button("Create").click();

        assertThat(tab.heading("edge up")).isVisible();
        assertThat(tab.page().locator("dx-chart canvas")).hasCount(2);
        assertThat(tab.page().getByLabel("Results", exact())).containsText("paris");
        tab.button("Pause").click();
        assertThat(tab.heading("edge up paused")).isVisible();
        tab.button("Resume").click();
        assertThat(tab.heading("edge up")).isVisible();

        tab.link("Edit").click();
        assertThat(tab.page().getByLabel("Target")).hasValue("127.0.0.1");
        tab.page().getByLabel("Target").fill("127.0.0.2");
        tab.page().getByLabel("From").selectOption("own");
        tab.button("Save").click();
        assertThat(tab.page().locator(".facts")).containsText("127.0.0.2");
        assertThat(tab.page().locator(".facts")).containsText("the coordinator");

        tab.button("Delete").click();
        tab.button("Cancel").click();
        assertThat(tab.heading("edge up")).isVisible();
        tab.button("Delete").click();
        tab.page()
                .locator("dialog")
                .getByText("Delete", new Locator.GetByTextOptions().setExact(true))
                .last()
                .click();
        assertThat(tab.text("No monitors")).isVisible();
        assertThat(stage.api("GET", "/api/monitors", "").path("items").size()).isZero();
    }

    @Test
    void anHttpMonitorShowsHowEachPlaceSeesItWhatChangedAndItsRecords() throws IOException {
        try (ScriptedTarget site = new ScriptedTarget()) {
            site.says("/health", "200 OK");
            Tab tab = stage.at("/monitors/new?url=" + site.url("/health"));
            tab.page().getByLabel("Name").fill("shop");
            tab.page().getByLabel("Every (s)").fill("1");
            tab.page().getByLabel("Timeout (s)").fill("1");
            tab.page().getByLabel("Headers").fill("Authorization: Bearer hush");
            tab.page().getByLabel("Status").fill("2xx");
            tab.page().getByLabel("From").selectOption("some");
            tab.page().getByLabel("paris").check();
            tab.page().getByLabel("Runs until worse").fill("1");
            tab.button("Create").click();
            assertThat(tab.heading("shop up")).isVisible();

            site.says("/health", "500 Broken");
            assertThat(tab.heading("shop down")).isVisible();
            assertThat(tab.page().getByLabel("Changes", exact())).containsText("up → down");
            tab.page().locator(".title.above select").selectOption("15m");
            assertThat(tab.page()).hasURL(Pattern.compile("range=15m"));
            assertThat(tab.page().locator("dx-chart canvas")).hasCount(2);
            tab.assertAccessible("monitor");
            tab.assertFits("monitor");
            tab.page().waitForCondition(() -> tab.page().locator(".states rect").count() > 3);
            tab.screenshot("monitor-1280");

            tab.link("Edit").click();
            assertThat(tab.page().getByLabel("Headers")).hasValue("Authorization: [redacted]");
            tab.page().getByLabel("Runs until worse").fill("2");
            site.says("/health", "200 OK");
            tab.button("Save").click();
            assertThat(tab.heading("shop up")).isVisible();
            assertThat(site.seen("/health"))
                    .allMatch(seen -> seen.header("authorization").equals(List.of("Bearer hush")));
            tab.page().getByLabel("Results", exact()).getByText("200").first().click();
            assertThat(tab.heading("Where the time went")).isVisible();
            stage.api("GET", "/api/monitors", "")
                    .path("items")
                    .forEach(one -> delete(one.path("id").asText()));
        }
    }

    @Test
    void monitorsInTroubleStandFirstAndAreFound() {
        monitor(
                "fine",
                "\"kind\": \"ping\", \"target\": \"127.0.0.1\", \"count\": 1, \"timeout\": 0.5, \"from\": [\"*\"]");
        monitor("broken", "\"kind\": \"http\", \"request\": {\"url\": \"http://127.0.0.1:1/\", \"timeout\": 1}");
        Tab tab = stage.at(stage.tab(NARROW, ColorScheme.DARK), "/monitors", stage.viewer());
        Locator rows = tab.page().locator("dx-monitors dx-grid tbody tr");
        assertThat(rows.first()).containsText("down");
        assertThat(rows.nth(1)).containsText("up");
        assertThat(tab.link("New monitor")).hasCount(0);
        tab.screenshot("monitors-400");
        tab.assertFits("monitors");
        tab.page().getByLabel("State").selectOption("up");
        assertThat(rows).hasCount(1);
        assertThat(tab.page()).hasURL(Pattern.compile("state=up"));
        tab.link("fine").click();
        assertThat(tab.heading("fine up")).isVisible();
        assertThat(tab.button("Pause")).hasCount(0);
        assertThat(tab.page().locator("dx-chart canvas")).hasCount(2);
        tab.page().getByTitle("Draw only this place").first().click();
        assertThat(tab.page().locator("dx-chart canvas")).hasCount(1);
        tab.assertAccessible("monitor, narrow");
        tab.assertFits("monitor, narrow");
        tab.screenshot("monitor-400");
        stage.api("GET", "/api/monitors", "")
                .path("items")
                .forEach(one -> delete(one.path("id").asText()));
    }
}
