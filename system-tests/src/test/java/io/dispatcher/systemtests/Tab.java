package io.dispatcher.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.args.AxeRunOptions;
import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A browser's tab on one origin, which notes what must not happen in it: errors in its console, and requests to anywhere else. */
final class Tab {
    private static final double LIMIT_MS = 15_000;
    private static final List<String> AA = List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa");

    private final BrowserContext context;
    private final Page page;
    private final String origin;
    private final List<String> complaints = new ArrayList<>();
    private boolean refusalsExpected;

    Tab(BrowserContext context, String origin) {
        this.context = context;
        this.origin = origin;
        page = context.newPage();
        page.setDefaultTimeout(LIMIT_MS);
        page.onConsoleMessage(this::note);
        page.onPageError(error -> complaints.add("error: " + error));
        page.onRequest(request -> {
            if (!request.url().startsWith(origin) && !request.url().startsWith("data:")) {
                complaints.add("elsewhere: " + request.url());
            }
        });
    }

    private void note(ConsoleMessage message) {
        boolean bad = message.type().equals("error") || message.type().equals("warning");
        // Chromium writes every answer from 400 on into the console.
        boolean refusal = refusalsExpected && message.text().startsWith("Failed to load resource");
        if (bad && !refusal) {
            complaints.add(message.type() + ": " + message.text() + " at " + message.location());
        }
    }

    /** From here on answers that refuse are part of the test. */
    Tab expectRefusals() {
        refusalsExpected = true;
        return this;
    }

    Page page() {
        return page;
    }

    Tab go(String path) {
        page.navigate(origin + path);
        return this;
    }

    /** Types a token into the page that asks for one. */
    Tab signIn(String token) {
        page.getByLabel("Token", new Page.GetByLabelOptions().setExact(true)).fill(token);
        button("Sign in").click();
        nav().waitFor();
        return this;
    }

    Locator nav() {
        return page.getByRole(
                AriaRole.NAVIGATION,
                new Page.GetByRoleOptions().setName("Pages").setExact(true));
    }

    Locator heading(String text) {
        return page.getByRole(
                        AriaRole.HEADING,
                        new Page.GetByRoleOptions().setName(text).setExact(true))
                .first();
    }

    Locator button(String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    Locator link(String name) {
        return page.getByRole(
                        AriaRole.LINK, new Page.GetByRoleOptions().setName(name).setExact(true))
                .first();
    }

    Locator text(String text) {
        return page.getByText(text).first();
    }

    void assertAccessible(String what) {
        // What a click has brought half under the line of navigation, which stays in sight, is not too small.
        page.evaluate("scrollTo(0, 0)");
        // Nobody reads what passed, and a page of its own to put the results together takes as long as the analysis.
        AxeRunOptions options = new AxeRunOptions();
        options.setResultTypes(List.of("violations"));
        List<String> violations = new AxeBuilder(page)
                .options(options).withTags(AA).setLegacyMode(true).analyze().getViolations().stream()
                        .map(rule -> rule.getId() + ": "
                                + rule.getNodes().stream()
                                        .map(node -> node.getHtml() + " " + node.getFailureSummary())
                                        .limit(3)
                                        .toList())
                        .toList();
        assertThat(violations).as("axe on " + what).isEmpty();
    }

    /** Nothing may be wider than the window: what is too wide scrolls in its own place. */
    void assertFits(String what) {
        assertThat(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                .as("overflow of " + what)
                .isEqualTo(0);
    }

    void screenshot(String name) {
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(Path.of("target", "screenshots", name + ".png"))
                .setFullPage(page.viewportSize().width < 600));
    }

    Stream<String> complaints() {
        return complaints.stream();
    }

    void close() {
        context.close();
    }
}
