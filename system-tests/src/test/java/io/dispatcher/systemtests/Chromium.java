package io.dispatcher.systemtests;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The system's Chromium without a window. For one thread. */
final class Chromium implements AutoCloseable {
    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome");
    private static final List<String> FLAGS = List.of(
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync");

    /** Of what is waited for: a page asks again every few seconds, and the machine may be slow. */
    private static final double LIMIT_MS = 30_000;

    private final Playwright playwright;
    private final Browser browser;
    private final List<Tab> open = new ArrayList<>();

    Chromium() {
        Path executable = executable();
        PlaywrightAssertions.setDefaultAssertionTimeout(LIMIT_MS);
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(executable)
                        .setArgs(FLAGS));
    }

    private static Path executable() {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .flatMap(directory -> NAMES.stream().map(name -> Path.of(directory, name)))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(
                        () -> new AssertionError("no Chromium found: install it (Debian: apt-get install chromium)"));
    }

    /** A tab of its own: nothing of the others is stored in it. */
    Tab tab(String origin, int width, ColorScheme colours) {
        Tab tab = new Tab(
                browser.newContext(new Browser.NewContextOptions()
                        .setViewportSize(width, width < 600 ? 850 : 800)
                        .setColorScheme(colours)
                        .setLocale("en-GB")),
                origin);
        open.add(tab);
        return tab;
    }

    /** Closes the tabs opened so far, and says what was wrong in them. */
    List<String> closeTabs() {
        List<String> complaints = open.stream().flatMap(Tab::complaints).toList();
        open.forEach(Tab::close);
        open.clear();
        return Collections.unmodifiableList(complaints);
    }

    @Override
    public void close() {
        playwright.close();
    }
}
