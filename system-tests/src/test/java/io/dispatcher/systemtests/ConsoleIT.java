package io.dispatcher.systemtests;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
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

/** The console in Chromium, each page's main task; tabs must end without an error and without a request to anywhere else. */
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConsoleIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int WIDE = ConsoleStage.WIDE;

    private ConsoleStage stage;
    private ScriptedTarget receiver;
    private String answered;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        receiver = new ScriptedTarget();
        stage = new ConsoleStage(directory);
        answered = stage.execute(
                "\"method\": \"POST\", \"url\": \"" + stage.target().url()
                        + "/submit\", \"agent_id\": \"paris\", \"body\": {\"order\": 17, \"lines\": [\"a\", \"b\"]}");
        stage.execute("\"url\": \"http://127.0.0.1:1/down\", \"agent_id\": \"oslo\"");
        for (int i = 0; i < 60; i++) {
            stage.execute("\"url\": \"" + stage.target().url() + "/echo/" + i + "\"");
        }
        await().atMost(LIMIT)
                .until(() -> stage.api("GET", "/api/history?url=echo/59", "")
                                .path("items")
                                .size()
                        == 1);
    }

    @AfterAll
    void stop() throws IOException {
        stage.close();
        receiver.close();
    }

    @AfterEach
    void nothingWentWrongUnseen() {
        stage.assertNothingWentWrongUnseen();
    }

    @Test
    void aTokenIsAskedForAndAWrongOneIsSaidToBeWrong() {
        Tab tab = stage.tab().expectRefusals().go("/console/requests?status=error");
        tab.page()
                .getByLabel("Token", new Page.GetByLabelOptions().setExact(true))
                .fill("wrong");
        tab.button("Sign in").click();
        assertThat(tab.text("This token is not valid")).isVisible();
        tab.assertAccessible("sign-in");
        tab.screenshot("sign-in");
        tab.signIn(stage.admin());

        assertThat(tab.heading("Requests")).isVisible();
        assertThat(tab.link("http://127.0.0.1:1/down")).isVisible();
        assertThat(tab.page().evaluate("localStorage.length")).isEqualTo(0);
    }

    @Test
    void aTokenThatIsRevokedLeadsBackToTheSignIn() {
        JsonNode made = stage.api("POST", "/api/tokens", "{\"role\": \"viewer\", \"name\": \"short\"}");
        Tab tab = stage.at(stage.tab().expectRefusals(), "/", made.path("token").asText());
        assertThat(tab.heading("Overview")).isVisible();

        Http.send("DELETE", stage.url() + "/api/tokens/" + made.path("id").asText(), "", stage.bearer());

        assertThat(tab.button("Sign in")).isVisible();
    }

    @Test
    void whoOnlyReadsSeesNoActions() {
        Tab tab = stage.at(stage.tab(), "/requests/" + answered, stage.viewer());
        assertThat(tab.button("Copy as curl")).isVisible();
        assertThat(tab.button("Replay")).hasCount(0);
        assertThat(tab.button("Make a mock")).hasCount(0);
        tab.nav().getByText("Agents").click();
        tab.link("paris").click();
        assertThat(tab.heading("paris connected")).isVisible();
        assertThat(tab.button("Drain")).hasCount(0);
        assertThat(tab.button("Remove")).hasCount(0);
        tab.nav().getByText("Playground").click();
        assertThat(tab.text("Your token only reads")).isVisible();
    }

    @ParameterizedTest
    @CsvSource({"1280, DARK", "1280, LIGHT", "400, DARK", "400, LIGHT"})
    void everyPageIsAccessibleAndFits(int width, ColorScheme colours) {
        Tab tab = stage.at(stage.tab(width, colours), "/", stage.admin());
        Map<String, String> pages = new HashMap<>(Map.of(
                "/",
                "Overview",
                "/requests",
                "Requests",
                "/requests/" + answered,
                "Where the time went",
                "/agents",
                "Agents",
                "/agents/paris",
                "Last errors",
                "/pool",
                "Addresses",
                "/playground",
                "Playground",
                "/queues",
                "Depths",
                "/nowhere",
                "Not found"));
        pages.putAll(Map.of("/ping", "Ping", "/monitors", "Monitors", "/monitors/new", "New monitor"));
        pages.putAll(Map.of("/tunnels", "Tunnels", "/targets", "Targets", "/targets/new", "New target"));
        pages.putAll(Map.of(
                "/mocks",
                "Mocks",
                "/mocks/new",
                "New mock",
                "/scenarios",
                "Scenarios",
                "/scenarios/new",
                "New scenario"));
        pages.putAll(Map.of("/control", "Control tower", "/tokens", "Tokens"));
        pages.forEach((path, heading) -> {
            tab.go("/console" + path);
            assertThat(tab.heading(heading)).isVisible();
            assertThat(tab.page().locator(".waiting")).hasCount(0);
            String name = heading.toLowerCase(Locale.ROOT).replace(' ', '-');
            tab.screenshot(name + "-" + width + "-" + colours.name().toLowerCase(Locale.ROOT));
            if (width == WIDE
                    || colours == ColorScheme.DARK) { // the fourth has no colour and no place that is not in the others
                tab.assertAccessible(path);
            }
            tab.assertFits(path);
        });
    }

    @Test
    void theOverviewHasItsHistoryAtOnceAndFollows() {
        Tab tab = stage.at("/");
        Locator requests = tab.page().locator(".tile").filter(new Locator.FilterOptions().setHasText("Requests"));
        assertThat(requests).containsText(Pattern.compile("[\\d,]+ in "));
        assertThat(tab.page().locator("dx-chart canvas")).hasCount(4);
        assertThat(tab.text("target-connect")).isVisible();
        assertThat(tab.heading("Slowest agents")).isVisible();
        assertThat(tab.page().locator(".state.live")).isVisible();
        long before = stage.api("GET", "/api/stats", "").at("/requests/total").asLong();
        stage.execute("\"url\": \"" + stage.target().url() + "/echo/more\"");
        assertThat(requests).containsText(String.valueOf(before + 1));
    }

    @Test
    void failuresAreFoundAndTheirReasonIsShownInThreeClicks() {
        Tab tab = stage.at("/");
        tab.page()
                .locator(".tile")
                .filter(new Locator.FilterOptions().setHasText("Success"))
                .getByRole(AriaRole.LINK)
                .click();
        assertThat(tab.page()).hasURL(stage.url() + "/console/requests?status=error");
        tab.link("http://127.0.0.1:1/down").click();
        assertThat(tab.text("The target could not be connected to")).isVisible();
        assertThat(tab.text("Connection refused")).isVisible();
        assertThat(tab.text("arose at: target")).isVisible();
        tab.page().goBack();
        assertThat(tab.page().getByLabel("Status")).hasValue("error");
    }

    @Test
    void filtersStandInTheAddressAndPagesComeFromTheServer() {
        Tab tab = stage.at("/requests?live=0");
        Locator rows = tab.page().locator("dx-requests tbody tr");
        assertThat(rows).hasCount(50);
        String first = rows.first().locator("a").first().getAttribute("href");
        tab.button("Older").click();
        assertThat(tab.button("Newest")).isVisible();
        assertThat(rows.first().locator("a").first()).not().hasAttribute("href", first);
        tab.page().goBack();
        assertThat(rows.first().locator("a").first()).hasAttribute("href", first);

        tab.page().getByLabel("URL contains").fill("/echo/17");
        assertThat(rows).hasCount(1);
        assertThat(tab.page()).hasURL(Pattern.compile("url=%2Fecho%2F17"));
        tab.page().reload();
        assertThat(rows).hasCount(1);
        tab.page().getByLabel("URL contains").fill("no such thing");
        assertThat(tab.text("Nothing matches")).isVisible();
    }

    @Test
    void whatHappensAppearsByItself() {
        Tab tab = stage.at("/requests");
        assertThat(tab.page().locator(".state.live")).isVisible();
        stage.execute("\"url\": \"" + stage.target().url() + "/echo/just-now\"");
        assertThat(tab.link(stage.target().url() + "/echo/just-now")).isVisible();
    }

    @Test
    void aRequestIsShownWholeWithItsHops() {
        Tab tab = stage.at("/requests/" + answered);
        for (String phase : List.of("Queue", "To the agent", "DNS", "Connect", "TLS", "First byte", "Body", "Whole")) {
            assertThat(tab.page().locator(".waterfall").getByText(phase, new Locator.GetByTextOptions().setExact(true)))
                    .isVisible();
        }
        assertThat(tab.page().getByLabel("Response body")).containsText("\"order\": 17");
        assertThat(tab.page().getByLabel("Request headers")).containsText("application/json");
        assertThat(tab.link("paris")).isVisible();
    }

    @Test
    void aRequestIsReplayedElsewhereAndComparedAndBecomesAMock() {
        Tab tab = stage.at("/requests/" + answered);
        tab.button("Replay").click();
        tab.page().locator("dx-replay select").selectOption("chosen");
        tab.page()
                .getByLabel("Agent", new Page.GetByLabelOptions().setExact(true))
                .fill("oslo");
        tab.button("Send again").click();
        assertThat(tab.page().locator(".compare")).containsText("same");
        assertThat(tab.page().locator("dx-replay")).containsText("oslo");
        tab.assertAccessible("replay");
        tab.screenshot("replay");

        tab.button("Make a mock").click();
        assertThat(tab.text("Mock stored: POST")).isVisible();
        assertThat(stage.api("GET", "/api/mocks", "")
                        .path("items")
                        .get(0)
                        .path("path_pattern")
                        .asText())
                .isEqualTo("/submit");
        stage.api("GET", "/api/mocks", "")
                .path("items")
                .forEach(mock -> Http.send(
                        "DELETE", stage.url() + "/api/mocks/" + mock.path("id").asText(), "", stage.bearer()));
    }

    @Test
    void agentsAreSearchedSortedDrainedAndResumed() {
        Tab tab = stage.at("/agents");
        tab.page().getByLabel("Search").fill("zone=2");
        assertThat(tab.link("oslo")).isVisible();
        assertThat(tab.link("paris")).hasCount(0);
        tab.page().getByLabel("Search").fill("");
        tab.page()
                .getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("p95"))
                .click();
        assertThat(tab.page()).hasURL(Pattern.compile("sort=p95_ms%3Adown"));

        tab.link("oslo").click();
        assertThat(tab.text("127.0.2.2")).isVisible();
        tab.button("Drain").click();
        assertThat(tab.heading("oslo draining")).isVisible();
        tab.button("Resume").click();
        assertThat(tab.heading("oslo connected")).isVisible();
        tab.button("Remove").click();
        tab.button("Cancel").click();
        assertThat(tab.heading("oslo connected")).isVisible();
    }

    @Test
    void oneRequestIsSentFromAChosenAddress() {
        Tab tab = stage.at("/playground");
        tab.page().getByLabel("URL").fill(stage.target().url() + "/whoami");
        tab.page().getByLabel("Source address").fill("127.0.1.2");
        tab.page().keyboard().press("Control+Enter");
        assertThat(tab.page().getByLabel("Response body")).containsText("\"remote_address\": \"127.0.1.2\"");
        tab.assertAccessible("answer in the playground");
        tab.screenshot("playground-answer");
        tab.link("All hops").click();
        assertThat(tab.heading("Where the time went")).isVisible();
        tab.button("Edit and send").click();
        assertThat(tab.page().getByLabel("URL")).hasValue(stage.target().url() + "/whoami");
    }

    @Test
    void oneRequestIsSentFromEverywhereAndWhatDiffersIsNamed() {
        Tab tab = stage.at("/playground");
        tab.page().getByLabel("URL").fill(stage.target().url() + "/whoami");
        tab.page().getByLabel("From everywhere").selectOption("each");
        tab.button("Send from everywhere").click();
        assertThat(tab.page().locator("dx-matrix tbody tr")).hasCount(4);
        assertThat(tab.text("4 different answers from 4 places")).isVisible();
        tab.assertAccessible("matrix");
        tab.screenshot("playground-matrix");
        tab.page().getByLabel("URL").fill(stage.target().url() + "/echo/same");
        tab.button("Send from everywhere").click();
        assertThat(tab.text("all 4 answers are equal")).isVisible();
    }

    @Test
    void whatThePlaygroundCannotSendItSays() {
        Tab tab = stage.at("/playground").expectRefusals();
        tab.page().getByLabel("URL").fill("http://127.0.0.1:1/");
        tab.page().getByLabel("Headers").fill("no colon");
        tab.button("Send").click();
        assertThat(tab.text("is not Name: value")).isVisible();
        tab.page().getByLabel("Headers").fill("");
        tab.button("Send").click();
        assertThat(tab.text("The target could not be connected to")).isVisible();
    }

    @Test
    void aBodyThatWasKeptOnlyInPartIsNotSentWithoutASay() {
        String large = stage.execute("\"method\": \"POST\", \"url\": \""
                + stage.target().url() + "/submit\", \"body\": \"" + "x".repeat(70_000) + "\"");
        await().atMost(LIMIT).until(() -> stage.api("GET", "/api/history/" + large, "")
                .at("/request/body_cut")
                .asBoolean());
        Tab tab = stage.at("/playground?from=" + large);
        assertThat(tab.text("was kept only in part")).isVisible();
        assertThat(tab.page().locator("textarea[name=body]")).hasValue("");
        tab.button("Send").click();
        assertThat(tab.text("give a body, or say")).isVisible();
        tab.button("Send without a body").click();
        assertThat(tab.text("was kept only in part")).hasCount(0);
        tab.button("Send").click();
        assertThat(tab.link("All hops")).isVisible();
    }

    @Test
    void nothingCanBeTypedThatARecordOnItsWayWouldOverwrite() {
        Tab tab = stage.tab();
        AtomicReference<Route> record = new AtomicReference<>();
        tab.page().route("**/api/history/" + answered, record::set);
        stage.at(tab, "/playground?from=" + answered, stage.admin());
        assertThat(tab.text("Loading…")).isVisible();
        assertThat(tab.button("Send")).hasCount(0);
        tab.page().waitForCondition(() -> record.get() != null);
        record.get().resume();
        assertThat(tab.page().locator("input[name=url]"))
                .hasValue(stage.target().url() + "/submit");
        assertThat(tab.button("Send")).isVisible();
    }

    @Test
    void theDemoTokenIsAskedForWhereThereIsOne() {
        Tab tab = stage.tab();
        tab.page()
                .route(
                        "**/api/session",
                        route -> route.fulfill(new Route.FulfillOptions()
                                .setContentType("application/json")
                                .setBody("{\"name\": \"admin-1\", \"role\": \"admin\", \"open\": false,"
                                        + " \"node\": \"here\", \"demo_token\": true, \"live_events\": false}")));
        stage.at(tab, "/", stage.admin());
        tab.page().getByLabel("Demo token of this coordinator").fill("word");
        tab.assertAccessible("demo token");
        tab.button("Go on").click();
        assertThat(tab.heading("Overview")).isVisible();
        assertThat(tab.page().evaluate("sessionStorage.getItem('dispatcher.demo-token')"))
                .isEqualTo("word");
    }

    @Test
    void aCoordinatorThatIsNotReadyYetIsTriedAgain() {
        Tab tab = stage.tab().expectRefusals();
        tab.page().route("**/api/session", route -> route.fulfill(new Route.FulfillOptions().setStatus(503)));
        stage.at(tab, "/", stage.admin());
        assertThat(tab.text("does not answer yet")).isVisible();
        tab.page().unroute("**/api/session");
        assertThat(tab.heading("Overview")).isVisible();
    }

    @Test
    void aDeadLetterIsLookedAtAndRetried() {
        receiver.says("/gone", "410 Gone");
        Http.post(
                stage.url() + "/api/execute",
                "{\"url\": \"" + stage.target().url() + "/echo/x\", \"mode\": \"async\", \"callback_url\": \""
                        + receiver.url("/gone") + "\"}",
                stage.bearer());
        Tab tab = stage.at("/");
        tab.nav().getByText("Queues").click();
        tab.button("Look").click();
        assertThat(tab.page().getByLabel("Message", new Page.GetByLabelOptions().setExact(true)))
                .containsText("\"status\": \"completed\"");
        tab.assertAccessible("dead letter");
        tab.screenshot("dead-letter");
        receiver.says("/gone", "200 OK");
        tab.button("Retry").click();
        assertThat(tab.text("No dead letters")).isVisible();
        await().atMost(LIMIT).until(() -> receiver.seen("/gone").size() == 2);
    }

    @Test
    void theKeyboardReachesEveryPage() {
        Tab tab = stage.at("/");
        assertThat(tab.heading("Overview")).isVisible();
        tab.page().keyboard().press("?");
        assertThat(tab.heading("Keyboard")).isVisible();
        tab.assertAccessible("help");
        tab.page().keyboard().press("Escape");
        tab.page().keyboard().type("gr");
        assertThat(tab.heading("Requests")).isVisible();
        tab.page().keyboard().press("/");
        assertThat(tab.page().getByLabel("URL contains")).isFocused();
        tab.page().getByLabel("URL contains").blur();
        tab.page().keyboard().press("t");
        assertThat(tab.page().locator("html")).hasAttribute("data-theme", "dark");
    }

    @Test
    void aLostConnectionIsSeenAndCaughtUpWith() {
        Tab tab = stage.at("/requests").expectRefusals();
        assertThat(tab.page().locator(".state.live")).isVisible();
        tab.page().context().setOffline(true);
        assertThat(tab.text("The coordinator does not answer")).isVisible();
        tab.screenshot("offline");
        stage.execute("\"url\": \"" + stage.target().url() + "/echo/while-away\"");
        tab.page().context().setOffline(false);
        assertThat(tab.text("The coordinator does not answer")).hasCount(0);
        assertThat(tab.page().locator(".state.live")).isVisible();
        assertThat(tab.link(stage.target().url() + "/echo/while-away")).isVisible();
    }

    @Test
    void thePlaygroundHasAShortAddress() {
        Tab tab = stage.at("/");
        tab.go("/playground?url=http://127.0.0.1/&method=HEAD");
        assertThat(tab.page()).hasURL(stage.url() + "/console/playground?url=http://127.0.0.1/&method=HEAD");
        assertThat(tab.page().getByLabel("URL")).hasValue("http://127.0.0.1/");
        assertThat(tab.heading("Playground")).isVisible();
    }

    @Test
    void itsFilesAreSmallAreAskedForAgainAndMayDoNothingInline() {
        Tab tab = stage.tab().expectRefusals(); // without a token
        Response page = tab.page().navigate(stage.url() + "/console/");
        assertThat(page.headerValue("content-security-policy"))
                .startsWith("default-src 'none';")
                .doesNotContain("unsafe");
        String script = stage.url() + "/console/assets/main.js";
        Http.Answer zipped = Http.get(script, "Accept-Encoding", "gzip");
        assertThat(zipped.headers().firstValue("content-encoding")).contains("gzip");
        assertThat(zipped.headers().firstValueAsLong("content-length").orElseThrow())
                .isLessThan(300 * 1024);
        String tag = zipped.headers().firstValue("etag").orElseThrow();
        assertThat(Http.get(script, "Accept-Encoding", "gzip", "If-None-Match", tag)
                        .status())
                .isEqualTo(304);
        assertThat(Http.get(script).headers().firstValue("content-encoding")).isEmpty();
        assertThat(Http.get(stage.url() + "/console/assets/none.js").status()).isEqualTo(404);
        assertThat(Http.get(stage.url() + "/console/assets/..%2f..%2fweb.xml").status())
                .isNotEqualTo(200);
        assertThat(Http.send("POST", stage.url() + "/console/", "", stage.bearer())
                        .status())
                .isEqualTo(405);
    }
}
