package io.dispatcher.systemtests;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is written in the console's editors is not lost without a question. */
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConsoleUnsavedIT {
    private static final String QUESTION = "Leave without saving?";

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

    private static Locator field(Tab tab, String label) {
        return tab.page().getByLabel(label, new Page.GetByLabelOptions().setExact(true));
    }

    private static Locator typed(Tab tab, String label, String text) {
        Locator field = field(tab, label);
        field.click();
        tab.page().keyboard().press("End");
        tab.page().keyboard().type(text);
        return field;
    }

    @ParameterizedTest
    @CsvSource({
        "Mocks, New mock, Path",
        "Scenarios, New scenario, Scenario (JSON)",
        "Targets, New target, Base URL",
        "Monitors, New monitor, Name"
    })
    void whoLeavesAnEditorByALinkOrByBackIsAsked(String list, String made, String label) {
        Tab tab = stage.at("/");
        tab.nav().getByText(list).click();
        tab.link(made).click();
        assertThat(tab.heading(made)).isVisible();
        Locator field = typed(tab, label, "xyz");
        String text = field.inputValue();
        assertThat(text).contains("xyz");

        tab.nav().getByText("Requests").click();
        assertThat(tab.heading(QUESTION)).isVisible();
        tab.button("Cancel").click();
        assertThat(tab.heading(made)).isVisible();
        assertThat(field).hasValue(text);

        tab.page().evaluate("history.back()");
        assertThat(tab.heading(QUESTION)).isVisible();
        tab.assertAccessible("unsaved");
        tab.button("Cancel").click();
        assertThat(tab.page()).hasURL(stage.url() + "/console/" + list.toLowerCase(Locale.ROOT) + "/new");
        assertThat(field).hasValue(text);

        tab.page().evaluate("history.back()");
        tab.button("Leave").click();
        assertThat(tab.heading(list)).isVisible();
        assertThat(tab.page()).hasURL(stage.url() + "/console/" + list.toLowerCase(Locale.ROOT));
    }

    @Test
    void theBrowserAsksWhoClosesOrReloadsAndNobodyElse() {
        Tab tab = stage.at("/targets/new");
        List<String> asked = new CopyOnWriteArrayList<>();
        tab.page().onDialog(dialog -> {
            asked.add(dialog.type());
            dialog.accept();
        });
        assertThat(tab.heading("New target")).isVisible();
        tab.page().reload();
        assertThat(tab.heading("New target")).isVisible();
        assertThat(asked).isEmpty();

        typed(tab, "Name", "shop");
        tab.page().reload();
        assertThat(field(tab, "Name")).hasValue("");
        assertThat(asked).containsExactly("beforeunload");
    }

    @Test
    void whatIsStoredAndWhatWasOnlyLookedAtIsLeftWithoutAQuestion() {
        Tab tab = stage.at("/targets/new");
        typed(tab, "Name", "shop");
        typed(tab, "Base URL", stage.target().url());
        tab.button("Create").click();
        assertThat(tab.heading("Targets")).isVisible();
        tab.link("New target").click();
        assertThat(tab.heading("New target")).isVisible();
        tab.nav().getByText("Requests").click();
        assertThat(tab.heading("Requests")).isVisible();
        assertThat(tab.heading(QUESTION)).hasCount(0);
    }
}
