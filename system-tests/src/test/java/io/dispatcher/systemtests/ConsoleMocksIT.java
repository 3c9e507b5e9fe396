package io.dispatcher.systemtests;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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

/** The console's pages of mocks, in Chromium. */
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConsoleMocksIT {
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

    @Test
    void aMockIsMadeInTheFormAndAnswersUntilItIsSwitchedOffAndDeleted() {
        Tab tab = stage.at("/mocks");
        tab.link("New mock").click();
        choice(tab, "Method").selectOption("POST");
        field(tab, "Path").fill("/made/users/{id}");
        tab.button("Add a condition").click();
        field(tab, "parameter").fill("kind");
        field(tab, "Value").fill("new");
        tab.button("Add a condition").click();
        field(tab, "Part of the request").nth(1).selectOption("json");
        field(tab, "$.path").fill("$.name");
        field(tab, "Comparison").nth(1).selectOption("equals");
        field(tab, "Value").nth(1).fill("Ana");
        field(tab, "Status").fill("201");
        field(tab, "Headers").fill("X-Made: by hand");
        field(tab, "Body").fill("{\"id\": \"{{request.path.id}}\"}");
        tab.page().getByLabel("Template").check();
        tab.assertAccessible("mock form");
        tab.screenshot("mock-form");
        tab.page().keyboard().press("Control+Enter");

        assertThat(tab.link("/made/users/{id}")).isVisible();
        assertThat(row(tab, "/made/users/{id}")).containsText("conditions");
        assertThat(answer("/made/users/7?kind=old", "{\"name\": \"Ana\"}").status())
                .isEqualTo(404);
        Http.Answer answer = answer("/made/users/7?kind=new", "{\"name\": \"Ana\"}");
        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.body()).isEqualTo("{\"id\": \"7\"}");
        assertThat(answer.headers().firstValue("x-made")).contains("by hand");

        Locator onOff = row(tab, "/made/users/{id}").getByRole(AriaRole.SWITCH);
        onOff.click();
        assertThat(tab.text("does not answer any more")).isVisible();
        assertThat(onOff).not().isChecked();
        assertThat(answer("/made/users/7?kind=new", "{\"name\": \"Ana\"}").status())
                .isEqualTo(404);

        row(tab, "/made/users/{id}").getByText("Delete").click();
        tab.page().getByRole(AriaRole.DIALOG).getByText("Delete", exactly()).click();
        assertThat(tab.link("/made/users/{id}")).hasCount(0);
    }

    @Test
    void whatTheApiRefusesIsSaidAtTheFieldThatItNames() {
        Tab tab = stage.at("/mocks/new").expectRefusals();
        tab.button("Store mock").click();
        Locator path = field(tab, "Path");
        assertThat(path).hasAttribute("aria-invalid", "true");
        assertThat(path).isFocused();
        path.fill("/api/execute");
        assertThat(path).not().hasAttribute("aria-invalid", "true");
        tab.button("Store mock").click();
        assertThat(tab.page().locator("#wrong-path_pattern")).hasText("Is a route of the coordinator itself");
        path.fill("/fine");
        field(tab, "Status").fill("lots");
        tab.button("Store mock").click();
        assertThat(field(tab, "Status")).hasAttribute("aria-invalid", "true");
        field(tab, "Status").fill("200");
        field(tab, "Headers").fill("no colon");
        tab.button("Store mock").click();
        assertThat(tab.page().locator("#wrong-headers")).containsText("is not Name: value");
        tab.assertAccessible("refused mock");
        tab.screenshot("mock-refused");
        field(tab, "Headers").fill("");

        tab.button("JSON").click();
        Locator whole = field(tab, "The whole mock");
        whole.fill("{\n  \"path_pattern\": \"/fine\",\n  \"match\": {\"query\": {\"q\": {\"matches\": \"(\"}}}\n}");
        tab.button("Store mock").click();
        assertThat(tab.button("Line 3, column 40")).isVisible();
        whole.fill("{\n  \"path_pattern\": \"/fine\",,\n}");
        assertThat(tab.text("Expected a text in double quotes")).isVisible();
        tab.button("Line 2, column 27").click();
        assertThat(whole).isFocused();
    }

    @Test
    void theWholeMockIsEditedAsJsonAndNothingOfItIsLost() {
        JsonNode made = stage.api(
                "POST",
                "/api/mocks",
                "{\"path_pattern\": \"/whole/**\", \"body\": {\"big\": 12345678901234567890, \"list\": [1.50]},"
                        + " \"match\": {\"query\": {\"q\": {\"contains\": \"a\", \"matches\": \"b\"}}, \"headers\": {\"X-Y\": \"1\"},"
                        + " \"body\": {\"equals\": {\"n\": 1}, \"json\": [{\"path\": \"$.a\"}, {\"path\": \"$.a\", \"equals\": \"1\"}]}},"
                        + " \"fault\": {\"kind\": \"slow\", \"rate\": 0.5, \"seed\": 9007199254740993, \"duration_ms\": 70},"
                        + " \"scenario\": \"door\", \"required_state\": \"open\", \"enabled\": false}");
        String id = made.path("id").asText();
        Tab tab = stage.at("/mocks/" + id);
        assertThat(field(tab, "Path")).hasValue("/whole/**");
        field(tab, "Delay (ms)").fill(""); // left out
        tab.button("JSON").click();
        assertThat(field(tab, "The whole mock")).hasValue(Pattern.compile("9007199254740993"));
        tab.button("JSON").click();
        field(tab, "Priority").fill("7");
        tab.button("Save").click();
        assertThat(tab.heading("Mocks")).isVisible();

        JsonNode now = stage.api("GET", "/api/mocks/" + id, "");
        assertThat(now.path("priority").asInt()).isEqualTo(7);
        ((ObjectNode) now).set("priority", made.path("priority"));
        JsonNode json = made.at("/match/body/json/0");
        ((ObjectNode) json).put("exists", true); // the same, said
        assertThat(now).isEqualTo(made);
        Http.send("DELETE", stage.url() + "/api/mocks/" + id, "", stage.bearer());
    }

    @Test
    void mocksAreSearchedAndHitsAreCounted() {
        String[] ids = {mock("/found/one"), mock("/found/two"), mock("/other")};
        Tab tab = stage.at("/mocks?q=found");
        assertThat(tab.page().locator("dx-grid tbody tr")).hasCount(2);
        tab.page().getByLabel("Search").fill("two");
        assertThat(tab.page().locator("dx-grid tbody tr")).hasCount(1);
        assertThat(tab.text("1 of 3 mocks")).isVisible();
        for (int i = 0; i < 3; i++) {
            Http.get(stage.url() + "/found/two", stage.bearer());
        }
        assertThat(row(tab, "/found/two").locator("td").nth(6)).hasText("3");
        for (String id : ids) {
            Http.send("DELETE", stage.url() + "/api/mocks/" + id, "", stage.bearer());
        }
    }

    @Test
    void whoOnlyReadsSeesMocksAndChangesNothing() {
        String id = mock("/looked/at");
        Tab tab = stage.at(stage.tab(), "/mocks", stage.viewer());
        assertThat(row(tab, "/looked/at").getByRole(AriaRole.SWITCH)).isDisabled();
        assertThat(tab.link("New mock")).hasCount(0);
        assertThat(tab.button("Delete")).hasCount(0);
        tab.link("/looked/at").click();
        assertThat(field(tab, "Path")).isDisabled();
        assertThat(tab.button("Save")).hasCount(0);
        tab.assertAccessible("mock for a viewer");
        Http.send("DELETE", stage.url() + "/api/mocks/" + id, "", stage.bearer());
    }

    @ParameterizedTest
    @CsvSource({"1280, LIGHT", "400, DARK"})
    void listAndFormFitAndAreAccessible(int width, ColorScheme colours) {
        String id = stage.api(
                        "POST",
                        "/api/mocks",
                        "{\"method\": \"POST\", \"path_pattern\": \"/api/orders/{id}/lines\", \"status\": 503, \"delay_ms\": 250, \"template\": true,"
                                + " \"body\": {\"error\": \"busy\"}, \"match\": {\"headers\": {\"X-Kind\": {\"contains\": \"beta\"}}}, \"fault\": {\"kind\": \"reset\", \"rate\": 0.1}}")
                .path("id")
                .asText();
        String plain = mock("/health-of-shop");
        Tab tab = stage.at(stage.tab(width, colours), "/mocks", stage.admin());
        String name = "-" + width + "-" + colours.name().toLowerCase(Locale.ROOT);
        assertThat(tab.link("/api/orders/{id}/lines")).isVisible();
        tab.screenshot("mocks" + name);
        tab.assertAccessible("mocks");
        tab.assertFits("mocks");
        tab.link("/api/orders/{id}/lines").click();
        assertThat(field(tab, "Path")).hasValue("/api/orders/{id}/lines");
        tab.screenshot("mock" + name);
        tab.assertAccessible("mock");
        tab.assertFits("mock");
        Http.send("DELETE", stage.url() + "/api/mocks/" + id, "", stage.bearer());
        Http.send("DELETE", stage.url() + "/api/mocks/" + plain, "", stage.bearer());
        tab.go("/console/mocks");
        assertThat(tab.text("No mocks")).isVisible();
        tab.screenshot("mocks-empty" + name);
    }

    private String mock(String path) {
        return stage.api("POST", "/api/mocks", "{\"path_pattern\": \"" + path + "\", \"body\": \"x\"}")
                .path("id")
                .asText();
    }

    private Http.Answer answer(String path, String body) {
        return Http.post(stage.url() + path, body, stage.bearer());
    }

    private static Locator row(Tab tab, String path) {
        return tab.page().locator("dx-grid tbody tr").filter(new Locator.FilterOptions().setHasText(path));
    }

    private static Locator field(Tab tab, String label) {
        return tab.page().getByLabel(label, new Page.GetByLabelOptions().setExact(true));
    }

    private static Locator choice(Tab tab, String label) {
        return tab.page().getByRole(AriaRole.COMBOBOX, new Page.GetByRoleOptions().setName(label));
    }

    private static Locator.GetByTextOptions exactly() {
        return new Locator.GetByTextOptions().setExact(true);
    }
}
