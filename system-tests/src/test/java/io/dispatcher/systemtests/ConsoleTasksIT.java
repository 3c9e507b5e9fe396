package io.dispatcher.systemtests;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a newcomer wants first, by the browser alone: each from the overview in five clicks at most. Counted is every press of the mouse in the
 * page, those into a field before typing too; addresses are never typed.
 */
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConsoleTasksIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int CLICKS = 5;
    private static final int SLOW_MS = 400;
    private static final String COUNTER = "window.presses = 0;"
            + " addEventListener('pointerdown', event => { window.presses += event.isTrusted ? 1 : 0; }, true);";

    private ConsoleStage stage;
    private ScriptedTarget receiver;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        receiver = new ScriptedTarget();
        receiver.says(
                "/menu", "200 OK\r\nContent-Type: text/plain", "soup of the day".getBytes(StandardCharsets.UTF_8));
        receiver.on("/slow", (request, socket) -> {
            Thread.sleep(SLOW_MS);
            socket.getOutputStream()
                    .write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        });
        stage = new ConsoleStage(directory);
        stage.execute("\"url\": \"http://127.0.0.1:1/down\", \"agent_id\": \"paris\"");
        for (int i = 0; i < 5; i++) {
            stage.execute("\"url\": \"" + receiver.url("/slow") + "\", \"agent_id\": \"oslo\"");
            stage.execute("\"url\": \"" + stage.target().url() + "/echo/" + i + "\", \"agent_id\": \"paris\"");
        }
        String last = stage.execute("\"url\": \"" + receiver.url("/menu") + "\", \"agent_id\": \"paris\"");
        await().atMost(LIMIT)
                .until(() -> Http.get(stage.url() + "/api/history/" + last, stage.bearer())
                                .status()
                        == 200);
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

    private Tab overview() {
        Tab tab = stage.tab();
        tab.page().addInitScript(COUNTER);
        stage.at(tab, "/", stage.admin());
        assertThat(tab.heading("Overview")).isVisible();
        assertThat(tab.page().locator(".tile")).hasCount(7);
        return tab;
    }

    private static Locator tile(Tab tab, String name) {
        return tab.page()
                .locator(".tile")
                .filter(new Locator.FilterOptions().setHasText(name))
                .getByRole(AriaRole.LINK);
    }

    /** The page is never loaded anew on the way: its count is of the whole task. */
    private static void assertClicks(Tab tab, String task) {
        int clicks = ((Number) tab.page().evaluate("window.presses")).intValue();
        System.out.println("clicks from the overview: " + clicks + ": " + task);
        assertThat(clicks).as("clicks: " + task).isBetween(1, CLICKS);
    }

    private static void type(Tab tab, String field, String text) {
        tab.page().getByLabel(field).click();
        tab.page().keyboard().type(text);
    }

    @Test
    void whyARequestFailedIsFound() {
        Tab tab = overview();
        tile(tab, "Success").click();
        tab.link("http://127.0.0.1:1/down").click();

        assertThat(tab.text("The target could not be connected to")).isVisible();
        assertThat(tab.text("Connection refused")).isVisible();
        assertThat(tab.text("arose at: target")).isVisible();
        assertClicks(tab, "find why a request failed");
    }

    @Test
    void aRequestIsSentFromAnotherAddress() {
        Tab tab = overview();
        tab.nav().getByText("Playground").click();
        type(tab, "URL", stage.target().url() + "/whoami");
        type(tab, "Source address", "127.0.2.2");
        tab.button("Send").click();

        assertThat(tab.page().getByLabel("Response body")).containsText("\"remote_address\": \"127.0.2.2\"");
        assertClicks(tab, "send a request from another address");
    }

    @Test
    void aRecordedRequestIsSentFromAnotherAddress() {
        Tab tab = overview();
        tile(tab, "Requests").click();
        tab.link(stage.target().url() + "/echo/4").click();
        tab.button("Edit and send").click();
        type(tab, "Source address", "127.0.2.1");
        tab.button("Send").click();

        assertThat(tab.page().locator(".result")).containsText("127.0.2.1");
        assertClicks(tab, "send a recorded request from another address");
    }

    @Test
    void theSlowAgentStandsFirst() {
        Tab tab = overview();
        Locator slowest = tab.page()
                .locator("section")
                .filter(new Locator.FilterOptions().setHasText("Slowest agents"))
                .locator("tbody tr");
        assertThat(slowest).hasCount(2);
        assertThat(slowest.first()).containsText("oslo");
        assertThat(slowest.first()).containsText(Pattern.compile("\\d{3,4} ms"));
        slowest.first().getByRole(AriaRole.LINK).click();

        assertThat(tab.heading("oslo connected")).isVisible();
        assertThat(tab.page().locator(".facts")).containsText(Pattern.compile("p95\\s*\\d{3,4} ms"));
        assertClicks(tab, "see which agent is slow");
    }

    @Test
    void aRecordedRequestBecomesAMockThatAnswers() {
        Tab tab = overview();
        tile(tab, "Requests").click();
        tab.link(receiver.url("/menu")).click();
        tab.button("Make a mock").click();

        assertThat(tab.text("Mock stored: GET /menu answers 200")).isVisible();
        assertThat(Http.get(stage.url() + "/menu", stage.bearer()).body()).isEqualTo("soup of the day");
        assertClicks(tab, "make a mock from a recorded request");
    }

    @Test
    void aDeadLetterIsRetried() {
        receiver.says("/gone", "410 Gone");
        stage.execute("\"url\": \"" + stage.target().url() + "/echo/x\", \"mode\": \"async\", \"callback_url\": \""
                + receiver.url("/gone") + "\"");
        await().atMost(LIMIT)
                .until(() ->
                        stage.api("GET", "/api/dead-letters", "").path("items").size() == 1);
        receiver.says("/gone", "200 OK");

        Tab tab = overview();
        tile(tab, "Dead letters").click();
        tab.button("Retry").click();

        assertThat(tab.text("No dead letters")).isVisible();
        await().atMost(LIMIT).until(() -> receiver.seen("/gone").size() == 2);
        assertClicks(tab, "retry a dead letter");
    }
}
