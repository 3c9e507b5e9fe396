package io.dispatcher.systemtests;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
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

/** The console's pages of scenarios, in Chromium. */
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConsoleScenariosIT {
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
        stage.api("GET", "/api/scenarios", "")
                .path("items")
                .forEach(one -> Http.send(
                        "DELETE",
                        stage.url() + "/api/scenarios/" + one.path("id").asText(),
                        "",
                        stage.bearer()));
        stage.assertNothingWentWrongUnseen();
    }

    @Test
    void aScenarioIsWrittenRunAndItsReportIsDownloaded() {
        Tab tab = stage.at("/scenarios");
        tab.link("New scenario").click();
        text(tab).fill(mixed("Mixed weather"));
        tab.button("Store").click();
        assertThat(tab.heading("Mixed weather")).isVisible();
        assertThat(tab.text("Not run yet")).isVisible();
        field(tab, "Seed of chaos").fill("42");
        tab.screenshot("scenario");
        tab.assertAccessible("scenario");
        tab.page().keyboard().press("Control+Enter");

        assertThat(tab.heading("Mixed weather failed")).isVisible();
        Locator everywhere = step(tab, "everywhere");
        assertThat(everywhere).containsText("paris");
        assertThat(everywhere).containsText("oslo");
        assertThat(step(tab, "teapot")).containsText("status");
        assertThat(step(tab, "teapot").locator("td").first()).hasText("418");
        assertThat(step(tab, "teapot").locator("td.changed")).hasText("200");
        assertThat(step(tab, "chaos")).containsText("not sent, on purpose");
        assertThat(step(tab, "never reached")).containsText("skipped");
        assertThat(tab.page().locator("dl.facts")).containsText("42");
        tab.screenshot("run");
        tab.assertAccessible("run");

        assertThat(downloaded(tab, "JUnit XML")).startsWith("<?xml").contains("<failure");
        assertThat(downloaded(tab, "JSON")).contains("\"seed\":42");
        assertThat(downloaded(tab, "HTML")).containsIgnoringCase("<!doctype html>");

        tab.link("Mixed weather").click();
        assertThat(tab.page().getByLabel("Runs", exact())).containsText("failed");
    }

    @Test
    void whatIsWrongIsShownWithLineAndColumn() {
        Tab tab = stage.at("/scenarios/new").expectRefusals();
        text(tab)
                .fill(
                        "{\n  \"name\": \"x\",\n  \"steps\": [{\"request\": {\"url\": \"/\"},\n    \"assertions\": [{\"type\": \"stats\"}]}]\n}");
        tab.button("Store").click();
        assertThat(tab.text("steps[0].assertions[0].type")).isVisible();
        tab.button("Line 4, column 29").click();
        assertThat(text(tab)).isFocused();
        tab.assertAccessible("wrong scenario");
        tab.screenshot("scenario-wrong");
        text(tab).fill("{\n  \"name\": \"x\"\n  \"steps\": []\n}");
        assertThat(tab.button("Line 3, column 3")).isVisible();
        assertThat(tab.text("Expected “,” or “}”, found “\"”.")).isVisible();
    }

    @Test
    void aScenarioIsWrittenInYamlAndTurnedToJsonAndBackWithoutLoss() {
        String id = stored(
                "{\"name\": \"Turned\", \"variables\": {\"word\": \"yes\", \"number\": \"12\", \"digits\": 1234567.0625, \"odd\": \"- a: # b\"},"
                        + " \"steps\": [{\"name\": \"one\", \"request\": {\"method\": \"POST\", \"url\": \""
                        + stage.target().url()
                        + "/submit\", \"body\": \"first: 1\\n  second\\n\\nthird \\u00e9 \\u2028 \\ud83d\\ude00\\n\"}},"
                        + " {\"name\": \"two\", \"request\": {\"url\": \""
                        + stage.target().url()
                        + "/\", \"body\": \"a\\n b\\n\"}, \"assertions\": [{\"type\": \"status\", \"equals\": 200}]}]}");
        Tab tab = stage.at("/scenarios/" + id).expectRefusals();
        String json = text(tab).inputValue();
        tab.button("YAML").click();
        assertThat(yaml(tab)).hasValue(Pattern.compile("word: \"yes\"[\\s\\S]+body: \\|\\n +a\\n"));
        assertThat(tab.button("Save")).isDisabled();
        tab.assertAccessible("scenario in YAML");
        tab.assertFits("scenario in YAML");
        tab.screenshot("scenario-yaml");
        tab.button("JSON").click();
        assertThat(text(tab)).hasValue(json);

        tab.button("YAML").click();
        String yaml = "name: Turned\nsteps:\n  - name: one\n    request: {url: "
                + stage.target().url() + "/, colour: red}\n";
        yaml(tab).fill(yaml);
        tab.button("Save").click();
        tab.page()
                .getByRole(
                        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(Pattern.compile("^Line 4, column \\d+$")))
                .click();
        assertThat(yaml(tab)).isFocused();
        yaml(tab).fill("a: &a [b]\nb: *a\n");
        tab.button("JSON").click();
        assertThat(tab.text("aliases are not taken")).isVisible();
        yaml(tab).fill(yaml.replace(", colour: red", ""));
        tab.button("Save and run").click();
        assertThat(tab.heading("Turned passed")).isVisible();
        assertThat(stage.api("GET", "/api/scenarios/" + id, "")
                        .at("/steps/0/name")
                        .asText())
                .isEqualTo("one");
    }

    private static Locator yaml(Tab tab) {
        return tab.page().getByLabel("Scenario (YAML)");
    }

    @Test
    void aRunIsWatchedWhileItGoesAndCancelled() {
        String id = stored(
                "{\"name\": \"Slow\", \"steps\": [{\"name\": \"quick\", \"request\": {\"url\": \""
                        + stage.target().url()
                        + "/\"}}, {\"name\": \"long\", \"delay_ms\": 600000, \"request\": {\"url\": \"/\"}}, {\"name\": \"after\", \"request\": {\"url\": \"/\"}}]}");
        Tab tab = stage.at("/scenarios");
        row(tab, "Slow")
                .getByText("Run", new Locator.GetByTextOptions().setExact(true))
                .click();
        assertThat(tab.heading("Slow running")).isVisible();
        assertThat(step(tab, "quick")).hasClass(Pattern.compile("passed"));
        assertThat(step(tab, "long")).hasClass(Pattern.compile("running"));
        assertThat(step(tab, "after")).hasClass(Pattern.compile("waiting"));
        tab.screenshot("run-under-way");
        tab.button("Cancel the run").click();
        assertThat(tab.heading("Slow cancelled")).isVisible();
        tab.button("Forget").click();
        tab.page()
                .getByRole(AriaRole.DIALOG)
                .getByText("Forget", new Locator.GetByTextOptions().setExact(true))
                .click();
        assertThat(tab.page()).hasURL(stage.url() + "/console/scenarios/" + id);
        assertThat(tab.text("Not run yet")).isVisible();
    }

    @Test
    void variablesOfARunAreGivenAndRefusalsAreSaidAtThem() {
        String id = stored(
                "{\"name\": \"Given\", \"steps\": [{\"name\": \"one\", \"request\": {\"url\": \"${place}/\"}}]}");
        Tab tab = stage.at("/scenarios/" + id).expectRefusals();
        field(tab, "Variables of this run (JSON)").fill("[1]");
        tab.button("Run").click();
        assertThat(tab.page().locator("#wrong-variables")).isVisible();
        field(tab, "Variables of this run (JSON)")
                .fill("{\"place\": \"" + stage.target().url() + "\"}");
        tab.button("Run").click();
        assertThat(tab.heading("Given passed")).isVisible();
    }

    @Test
    void aRecordedAndAPlayedRequestBecomeStepsThatPass() {
        String id = stage.execute(
                "\"method\": \"POST\", \"url\": \"" + stage.target().url()
                        + "/submit\", \"agent_id\": \"paris\", \"body\": {\"order\": \"${no} variable\"}");
        Tab tab = stage.at("/requests/" + id);
        tab.button("Save as step").click();
        field(tab, "Its name").fill("Kept");
        field(tab, "Step").fill("submit");
        assertThat(tab.page().locator("dx-save-step select").nth(1)).hasValue("same");
        tab.assertAccessible("save as step");
        tab.screenshot("save-step");
        tab.button("Add the step").click();
        assertThat(tab.text("Added as step 1 of")).isVisible();

        tab.go("/console/playground");
        tab.page().getByLabel("URL").fill(stage.target().url() + "/echo/played");
        tab.button("Send").click();
        tab.button("Save as step").click();
        tab.page().locator("dx-save-step select").first().selectOption("Kept");
        tab.button("Add the step").click();
        tab.link("Kept").click();
        assertThat(text(tab)).hasValue(Pattern.compile("/echo/played"));
        tab.button("Run").click();
        assertThat(tab.heading("Kept passed")).isVisible();
        JsonNode kept = stage.api("GET", "/api/scenarios", "").path("items").get(0);
        assertThat(kept.at("/steps/0/request/body/order").asText()).isEqualTo("$${no} variable");
        assertThat(kept.at("/steps/0/from/agent_id").asText()).isEqualTo("paris");
    }

    @Test
    void whoOnlyReadsSeesScenariosAndRunsNothing() {
        String id = stored(mixed("Read only"));
        Tab tab = stage.at(stage.tab(), "/scenarios", stage.viewer());
        assertThat(tab.link("Read only")).isVisible();
        assertThat(tab.button("Run")).hasCount(0);
        assertThat(tab.link("New scenario")).hasCount(0);
        tab.link("Read only").click();
        assertThat(tab.page()).hasURL(stage.url() + "/console/scenarios/" + id);
        assertThat(tab.text("Not run yet")).isVisible();
        assertThat(tab.button("Save")).hasCount(0);
        assertThat(tab.button("Run")).hasCount(0);
        String json = text(tab).inputValue();
        tab.button("YAML").click();
        assertThat(yaml(tab)).hasValue(Pattern.compile("^name: Read only\n"));
        tab.button("JSON").click();
        assertThat(text(tab)).hasValue(json);
    }

    @ParameterizedTest
    @CsvSource({"1280, DARK", "400, LIGHT"})
    void pagesFitAndAreAccessible(int width, ColorScheme colours) {
        String id = stored(mixed("Weather"));
        String run = stage.api("POST", "/api/scenarios/" + id + "/run?wait=true", "{}")
                .path("run_id")
                .asText();
        Tab tab = stage.at(stage.tab(width, colours), "/", stage.admin());
        String suffix = "-" + width + "-" + colours.name().toLowerCase(Locale.ROOT);
        for (List<String> page : List.of(
                List.of("/scenarios", "Scenarios", "scenarios"),
                List.of("/scenarios/" + id, "Weather", "scenario"),
                List.of("/scenarios/runs/" + run, "Weather failed", "run"))) {
            tab.go("/console" + page.get(0));
            assertThat(tab.heading(page.get(1))).isVisible();
            assertThat(tab.page().locator(".waiting:not(.step)")).hasCount(0);
            tab.screenshot(page.get(2) + suffix);
            tab.assertAccessible(page.get(2));
            tab.assertFits(page.get(2));
        }
    }

    private String mixed(String name) {
        String url = stage.target().url();
        return "{\n  \"name\": \"" + name + "\",\n  \"steps\": [\n"
                + "    {\"name\": \"everywhere\", \"request\": {\"url\": \"" + url
                + "/\"}, \"from\": {\"all\": true}, \"assertions\": [{\"type\": \"status\", \"equals\": 200}, {\"type\": \"body\", \"contains\": \"Hello\"}]},\n"
                + "    {\"name\": \"chaos\", \"request\": {\"url\": \"" + url
                + "/\"}, \"chaos\": {\"failure_rate\": 1}, \"assertions\": [{\"type\": \"status\", \"equals\": 502}]},\n"
                + "    {\"name\": \"teapot\", \"request\": {\"url\": \"" + url
                + "/\"}, \"assertions\": [{\"type\": \"status\", \"equals\": 418}]},\n"
                + "    {\"name\": \"never reached\", \"request\": {\"url\": \"" + url + "/\"}}\n  ]\n}";
    }

    private String stored(String scenario) {
        return stage.api("POST", "/api/scenarios", scenario).path("id").asText();
    }

    private static String downloaded(Tab tab, String report) {
        Download file = tab.page().waitForDownload(() -> tab.button(report).click());
        try (var in = file.createReadStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Locator text(Tab tab) {
        return tab.page().getByLabel("Scenario (JSON)");
    }

    private static Locator step(Tab tab, String name) {
        return tab.page()
                .locator("li.step")
                .filter(new Locator.FilterOptions()
                        .setHas(tab.page().locator("strong", new Page.LocatorOptions().setHasText(name))));
    }

    private static Locator row(Tab tab, String name) {
        return tab.page().locator("dx-grid tbody tr").filter(new Locator.FilterOptions().setHasText(name));
    }

    private static Locator field(Tab tab, String label) {
        return tab.page().getByLabel(label, exact());
    }

    private static Page.GetByLabelOptions exact() {
        return new Page.GetByLabelOptions().setExact(true);
    }
}
