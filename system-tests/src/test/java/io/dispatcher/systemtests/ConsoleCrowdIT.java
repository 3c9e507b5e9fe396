package io.dispatcher.systemtests;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
import org.junit.jupiter.params.provider.ValueSource;

/** The console and its API with a thousand agents of ten addresses each, on connections of their own, besides the two of the stage. */
@Timeout(600)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConsoleCrowdIT {
    private static final int AGENTS = 1_000;
    private static final int ADDRESSES_EACH = 10;
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int MAX_ROWS = 160;
    private static final int MAX_ELEMENTS = 400;
    private static final int MAX_ANSWER = 64 * 1024;
    private static final String ANSWERS = "performance.getEntriesByType('resource')"
            + ".filter(entry => entry.name.includes('/api/')).map(entry => entry.decodedBodySize)";

    private ConsoleStage stage;
    private ManyAgents crowd;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        stage = new ConsoleStage(directory);
        String token = stage.api("POST", "/api/tokens", "{\"role\": \"agent\", \"name\": \"crowd\"}")
                .path("token")
                .asText();
        crowd = new ManyAgents(stage.url(), token, AGENTS, ADDRESSES_EACH);
        await().atMost(LIMIT)
                .until(() -> stage.api("GET", "/api/stats", "")
                                .at("/agents/connected")
                                .asInt()
                        == AGENTS + 2);
    }

    @AfterAll
    void stop() {
        if (crowd != null) {
            crowd.close();
        }
        stage.close();
    }

    @AfterEach
    void nothingWentWrongUnseen() {
        stage.assertNothingWentWrongUnseen();
    }

    private Http.Answer get(String path) {
        return Http.get(stage.url() + path, stage.bearer());
    }

    private JsonNode part(String path) {
        Http.Answer answer = get(path);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body().length()).as("characters of " + path).isLessThan(MAX_ANSWER);
        System.out.println("crowd: " + path + ": " + answer.body().length() + " characters");
        return answer.json();
    }

    private static List<String> texts(JsonNode rows, String member) {
        List<String> texts = new ArrayList<>();
        rows.forEach(row -> texts.add(row.path(member).asText()));
        return texts;
    }

    @Test
    void withoutParametersThePoolIsWholeAndHasItsUsualShape() {
        Http.Answer answer = get("/api/pool/status");
        System.out.println("crowd: /api/pool/status: " + answer.body().length() + " characters");
        assertThat(answer.json().fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("size", "available", "strategy", "addresses");
        assertThat(answer.json().path("addresses")).hasSize(AGENTS * ADDRESSES_EACH + 4);
    }

    @Test
    void thePoolIsSearchedSortedAndCutByTheServer() {
        JsonNode last = part("/api/pool/status?sort=address:down&limit=200");
        assertThat(last.path("size").asInt()).isEqualTo(AGENTS * ADDRESSES_EACH + 4);
        assertThat(last.path("matching").asInt()).isEqualTo(AGENTS * ADDRESSES_EACH + 4);
        assertThat(texts(last.path("addresses"), "address"))
                .hasSize(200)
                .startsWith("127.0.2.2", "127.0.2.1", "127.0.1.2", "127.0.1.1", "10.0.39.15", "10.0.39.14");
        JsonNode rest = part("/api/pool/status?sort=address&limit=1000&offset=10000&q=&state=available");
        assertThat(texts(rest.path("addresses"), "address"))
                .containsExactly("127.0.1.1", "127.0.1.2", "127.0.2.1", "127.0.2.2");
        assertThat(part("/api/pool/status?q=10.0.17.200").path("matching").asInt())
                .isEqualTo(1);
        assertThat(texts(part("/api/pool/status?agent_id=crowd-7").path("addresses"), "address"))
                .hasSize(ADDRESSES_EACH)
                .contains("10.0.0.70", "10.0.0.79");
        assertThat(part("/api/pool/status?state=offline").path("addresses")).isEmpty();
        assertThat(part("/api/pool/status?offset=20000").path("addresses")).isEmpty();
    }

    @Test
    void agentsAreSearchedSortedAndCutByTheServer() {
        JsonNode first = part("/api/stats/agents?limit=200");
        assertThat(first.path("matching").asInt()).isEqualTo(AGENTS + 2);
        assertThat(texts(first.path("items"), "agent_id")).hasSize(200);
        assertThat(texts(part("/api/stats/agents?limit=3&sort=agent_id:up").path("items"), "agent_id"))
                .containsExactly("crowd-0", "crowd-1", "crowd-2");
        assertThat(texts(part("/api/stats/agents?limit=2&sort=addresses").path("items"), "agent_id"))
                .containsExactly("oslo", "paris");
        assertThat(texts(part("/api/stats/agents?q=zone%3D2").path("items"), "agent_id"))
                .containsExactly("oslo");
        assertThat(texts(part("/api/stats/agents?q=10.0.17.200").path("items"), "agent_id"))
                .containsExactly("crowd-455");
        assertThat(part("/api/stats/agents/crowd-455").path("addresses").asInt())
                .isEqualTo(ADDRESSES_EACH);
        assertThat(get("/api/stats/agents/nobody").status()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({
        "limit=0, limit",
        "limit=1001, limit",
        "limit=x, limit",
        "offset=-1, offset",
        "offset=99999999, offset",
        "sort=colour, sort",
        "sort=address:sideways, sort",
        "what=1, what",
        "limit=1&limit=2, limit"
    })
    void whatIsWrongIsNamed(String query, String named) {
        for (String path : List.of("/api/pool/status?", "/api/stats/agents?")) {
            Http.Answer answer = get(path + query);
            assertThat(answer.status()).as(path + query).isEqualTo(400);
            assertThat(answer.json().path("detail").asText()).contains(named);
        }
        assertThat(get("/api/pool/status?state=tired").json().path("detail").asText())
                .contains("state");
        assertThat(get("/api/stats/agents?status=tired").json().path("detail").asText())
                .contains("status");
    }

    @Test
    void ofTenThousandAddressesOnlyThoseLookedAtAreAskedForAndDrawn() {
        Tab tab = stage.at("/pool");
        assertThat(tab.text("10,004 of 10,004 addresses")).isVisible();
        assertThat(tab.link("10.0.0.0")).isVisible();
        assertBounded(tab, "/pool");

        scroll(tab, .5);
        assertThat(tab.page().locator("dx-grid tr[aria-busy]")).hasCount(0);
        assertThat(tab.link("10.0.19.137")).isAttached();
        scroll(tab, 1);
        assertThat(tab.link("127.0.1.2")).isVisible();
        assertBounded(tab, "/pool at its end");

        head(tab, "Address").click();
        assertThat(tab.page()).hasURL(Pattern.compile("sort=address%3Aup"));
        assertThat(tab.link("10.0.0.0")).isVisible();
        head(tab, "Address").click();
        assertThat(tab.link("127.0.2.2")).isVisible();
        tab.screenshot("pool-of-ten-thousand");

        tab.page().getByLabel("Search").fill("10.0.17.200");
        assertThat(tab.page().locator("dx-grid tbody tr")).hasCount(1);
        assertThat(tab.link("10.0.17.200")).isVisible();
        tab.page().getByLabel("Search").fill("");
        tab.page().getByLabel("State").selectOption("offline");
        assertThat(tab.text("Nothing matches")).isVisible();
        assertBounded(tab, "/pool after all");
    }

    @Test
    void ofAThousandAgentsOnlyThoseLookedAtAreAskedForAndDrawn() {
        Tab tab = stage.at("/agents");
        assertThat(tab.text("1,002 agents")).isVisible();
        assertThat(tab.link("crowd-0")).isVisible();
        assertBounded(tab, "/agents");

        scroll(tab, 1);
        assertThat(tab.link("paris")).isVisible();
        assertBounded(tab, "/agents at its end");

        head(tab, "Addresses").click();
        assertThat(tab.link("crowd-0")).isVisible();
        head(tab, "Addresses").click();
        assertThat(tab.link("oslo")).isVisible();
        tab.page().getByLabel("Search").fill("crowd-77");
        assertThat(tab.text("11 agents of this search")).isVisible();
        assertThat(tab.page().locator("dx-grid tbody tr")).hasCount(11);
        tab.screenshot("agents-of-a-thousand");
        tab.link("crowd-777").click();
        assertThat(tab.heading("crowd-777 connected")).isVisible();
        assertThat(tab.page().locator("dx-grid tbody tr")).hasCount(ADDRESSES_EACH);
        assertThat(tab.link("10.0.30.90")).isVisible();
        assertBounded(tab, "/agents/crowd-777");
    }

    @Test
    void theOverviewAsksForTheSlowestOnly() {
        Tab tab = stage.at("/");
        assertThat(tab.text("1002 / 1002")).isVisible();
        assertThat(tab.heading("Slowest agents")).isVisible();
        assertBounded(tab, "/");
    }

    @ParameterizedTest
    @CsvSource({"/playground, Playground", "/targets/new, New target", "/requests/ID, Where the time went"})
    void oneAgentIsFoundByTheServerAsOneTypes(String path, String heading) {
        String id = stage.execute("\"url\": \"" + stage.target().url() + "/echo/crowd\", \"agent_id\": \"oslo\"");
        await().atMost(LIMIT)
                .until(() -> get("/api/history/" + id).status() == 200); // its record comes a moment after its answer
        Tab tab = stage.at(path.replace("ID", id));
        assertThat(tab.heading(heading)).isVisible();
        if (path.contains("ID")) {
            tab.button("Replay").click();
            tab.page().locator("dx-replay select").selectOption("chosen");
        } else if (path.contains("targets")) {
            tab.page().getByLabel("Way").selectOption("agent");
        }
        assertThat(tab.page().locator("datalist option")).hasCount(0);

        Locator agent = tab.page().getByLabel("Agent", new Page.GetByLabelOptions().setExact(true));
        agent.focus();
        assertThat(options(tab, "crowd-0")).hasCount(1);
        agent.fill("wd-77");
        assertThat(options(tab, "crowd-777")).hasCount(1);
        assertThat(options(tab, "crowd-0")).hasCount(0);
        agent.fill("nobody");
        assertThat(tab.text("No agent fits.")).isVisible();
        agent.fill("crowd-777");
        assertThat(tab.text("No agent fits.")).hasCount(0);
        assertThat(agent).hasValue("crowd-777");
        if (!path.contains("targets")) {
            tab.page().getByLabel("Source address").focus();
            assertThat(options(tab, "10.0.30.90")).hasCount(1);
            assertThat(options(tab, "10.0.0.0")).hasCount(0);
        }
        tab.assertAccessible(path);
        assertSmall(tab, path);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/ping", "/monitors/new"})
    void agentsAreChosenAmongThoseTheServerFinds(String path) {
        Tab tab = stage.at(path);
        assertThat(tab.page().getByLabel("From")).containsText("every connected agent (1,002)");
        assertSmall(tab, path);
        tab.page().getByLabel("From").selectOption("some");
        assertThat(tab.page().getByLabel("crowd-0", new Page.GetByLabelOptions().setExact(true)))
                .isChecked();
        assertThat(tab.text("972 more: find them.")).isVisible();
        assertThat(tab.page().locator(".places input[type=checkbox]")).hasCount(30);
        tab.screenshot("choice-of-a-thousand" + path.replace('/', '-'));

        Locator find = tab.page().getByLabel("Find an agent");
        find.fill("10.0.30.90");
        Locator found = tab.page().getByLabel("crowd-777", new Page.GetByLabelOptions().setExact(true));
        found.check();
        find.fill("nobody");
        assertThat(tab.text("No agent fits.")).isVisible();
        assertThat(found).isChecked();
        assertThat(tab.page().locator(".places input[type=checkbox]")).hasCount(2);
        tab.assertAccessible(path);
        assertSmall(tab, path);
    }

    private static Locator options(Tab tab, String value) {
        return tab.page().locator("datalist option[value='" + value + "']");
    }

    /** A form, which needs no table of all agents. */
    private static void assertSmall(Tab tab, String what) {
        assertBounded(tab, what);
        assertThat((Integer) tab.page().evaluate("document.querySelectorAll('main *').length"))
                .as("elements of " + what)
                .isLessThan(MAX_ELEMENTS);
        assertThat((List<?>) tab.page().evaluate("performance.getEntriesByType('resource').map(entry => entry.name)"))
                .as("asked for by " + what)
                .noneMatch(name -> name.toString().matches(".*/api/agents(\\?.*)?"));
    }

    private static Locator head(Tab tab, String name) {
        return tab.page()
                .locator("dx-grid thead")
                .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(Pattern.compile("^" + name)));
    }

    private static void scroll(Tab tab, double share) {
        tab.page()
                .evaluate(
                        "share => { const box = document.querySelector('dx-grid .scroll');"
                                + " box.scrollTop = share * (box.scrollHeight - box.clientHeight); }",
                        share);
    }

    private static void assertBounded(Tab tab, String what) {
        Page page = tab.page();
        int rows = page.locator("tbody tr").count();
        int elements = ((Number) page.evaluate("document.querySelectorAll('*').length")).intValue();
        List<Integer> answers = ((List<?>) page.evaluate(ANSWERS))
                .stream().map(size -> ((Number) size).intValue()).toList();
        System.out.println("crowd: " + what + ": " + rows + " rows, " + elements + " elements, largest answer "
                + answers.stream().mapToInt(size -> size).max().orElse(0) + " bytes of " + answers.size());
        assertThat(rows).as("rows of " + what).isLessThan(MAX_ROWS);
        assertThat(answers).as("bytes of the answers to " + what).isNotEmpty().allMatch(size -> size < MAX_ANSWER);
    }
}
