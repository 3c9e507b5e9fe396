package io.dispatcher.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dispatcher.benchmarks.load.Body;
import io.dispatcher.benchmarks.load.Scenario;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReportTest {
    private static final Scenario ONE = new Scenario(1, Body.SMALL);
    private static final Scenario SIXTY_FOUR = new Scenario(64, Body.SMALL);

    @Test
    void figuresAreMediansOverRounds() {
        Results results = new Results(List.of(
                cell("cranker", SIXTY_FOUR, 1, 1000, 10, 0),
                cell("cranker", SIXTY_FOUR, 2, 9000, 90, 2),
                cell("cranker", SIXTY_FOUR, 3, 2000, 20, 1)));

        assertThat(results.median(SIXTY_FOUR, "cranker", Cell::requestsPerSecond))
                .isEqualTo(2000);
        assertThat(results.errors(SIXTY_FOUR, "cranker")).isEqualTo(3);
        assertThat(results.median(ONE, "cranker", Cell::requestsPerSecond)).isNaN();
    }

    @Test
    void ratiosAreTakenWithinARoundSoThatASlowRoundWeighsOnBoth() {
        Results results = new Results(List.of(
                cell("cranker", SIXTY_FOUR, 1, 1000, 10, 0),
                cell("dispatcher", SIXTY_FOUR, 1, 3000, 10, 0),
                cell("cranker", SIXTY_FOUR, 2, 100, 10, 0),
                cell("dispatcher", SIXTY_FOUR, 2, 300, 10, 0)));

        assertThat(results.medianRatio(SIXTY_FOUR, "dispatcher", "cranker", Cell::requestsPerSecond))
                .isEqualTo(3);
        assertThat(results.medianRatio(SIXTY_FOUR, "dispatcher", "nginx", Cell::requestsPerSecond))
                .isNaN();
    }

    @Test
    void aRunBecomesTables() {
        String markdown = report(List.of(
                        cell("direct", ONE, 1, 10_000, 0.1, 0),
                        cell("cranker", ONE, 1, 1000, 0.6, 0),
                        cell("dispatcher", ONE, 1, 800, 1.2, 0),
                        cell("cranker", SIXTY_FOUR, 1, 2500, 12, 0),
                        cell("dispatcher", SIXTY_FOUR, 1, 7500, 8, 1)))
                .markdown();

        assertThat(markdown)
                .contains(
                        "| 64 connections, small | dispatcher | 7,500 (7,500–7,500) | 3.00 | 8.00 | 80.00 | 1 | main 0.250 |")
                .contains("| cranker | 0.600 | 0.500 |")
                .contains("| dispatcher | coordinator | 9.5 | 380 | 512 | `java -jar x.jar` |")
                .contains("first error: status 503")
                .contains("median 0.50 cores; **the machine was not quiet");
    }

    @Test
    void barsSayWhatWasReachedAndWhatNot() {
        String markdown = report(List.of(
                        cell("direct", ONE, 1, 10_000, 0.1, 0),
                        cell("dispatcher", ONE, 1, 800, 1.2, 0),
                        cell("cranker", SIXTY_FOUR, 1, 2500, 12, 0),
                        cell("dispatcher", SIXTY_FOUR, 1, 5500, 8, 0)))
                .markdown();

        assertThat(markdown)
                .contains(
                        "| 64 connections, small: requests/s against Cranker | 3 × the goal, 2 × the least | 2.20 × | least reached |")
                .contains("| 64 connections, small: p99 | below Cranker's 120.00 ms | 80.00 ms | reached |")
                .contains("| one connection: added over direct | at most 1.0 ms | 1.100 ms | **missed** |")
                .contains("| wrong or missing answers, all scenarios | none | 0 | reached |")
                .contains("| coordinator ready | at most 10 s | 9.5 s | reached |");
    }

    @Test
    void withoutDispatcherThereAreNoBars() {
        assertThat(report(List.of(cell("direct", ONE, 1, 10_000, 0.1, 0))).markdown())
                .doesNotContain("| bar |");
    }

    @Test
    void theBarsOfTheQueueAreRatiosWithinARoundAndSpoiltByOneWrongAnswer() {
        Scenario acceptance = new Scenario(256, Body.SMALL);
        List<Cell> cells = List.of(
                cell("accepted", acceptance, 1, 2900, 50, 0),
                cell("accepted", acceptance, 2, 3100, 50, 0),
                cell("accepted", acceptance, 3, 3500, 50, 0),
                cell("accepted-keyed", acceptance, 1, 2000, 50, 1),
                cell("http", SIXTY_FOUR, 1, 1000, 5, 0),
                cell("jms", SIXTY_FOUR, 1, 590, 9, 0),
                cell("bare-persistent", SIXTY_FOUR, 1, 800, 9, 0),
                cell("jms-persistent", SIXTY_FOUR, 1, 400, 9, 0),
                cell("bare-persistent", SIXTY_FOUR, 2, 80, 9, 0),
                cell("jms-persistent", SIXTY_FOUR, 2, 48, 9, 0));

        assertThat(Report.ofQueue(List.of(), Map.of(), new Results(cells), List.of())
                        .markdown())
                .contains("| at least 3,000 | 3,100 (2,900–3,500) | reached |")
                .contains("| to be said beside it | 2,000 (2,000–2,000) |  |")
                .contains("| at least 60 % | 59 % (59–59) | **missed** |")
                .contains("| at least 50 % | 55 % (50–60) | reached |")
                .contains("| none | 0 | reached |")
                .contains("| do not count as accepted; their kinds are below | 1 |  |")
                .contains("| scenario | peer | requests/s (of the rounds) | p50 ms |");
    }

    @Test
    void barsOfTheQueueWithoutFiguresAreLeftOut() {
        List<Cell> cells = List.of(cell("http", SIXTY_FOUR, 1, 1000, 5, 0));

        assertThat(new QueueBars(new Results(cells)).lines())
                .hasSize(3)
                .last()
                .asString()
                .contains("| none | 0 | reached |");
    }

    @Test
    void twoCoordinatorsAreHeldAgainstOneByTheCpuOfAllOfThemInEachRound() {
        Scenario scenario = new Scenario(32, Body.SMALL);
        List<Cell> cells = List.of(
                cpu("one", scenario, 1, Map.of("coordinator A", 0.5, "broker", 0.1, "agent", 0.1)),
                cpu(
                        "two",
                        scenario,
                        1,
                        Map.of("coordinator A", 0.5, "coordinator B", 0.02, "broker", 0.2, "agent", 0.2)),
                cpu("one", scenario, 2, Map.of("coordinator A", 0.5, "broker", 0.1, "agent", 0.1)),
                cpu(
                        "two",
                        scenario,
                        2,
                        Map.of("coordinator A", 0.5, "coordinator B", 0.06, "broker", 0.1, "target", 0.1)));

        assertThat(Report.ofCluster(List.of(), Map.of(), new Results(cells), List.of())
                        .markdown())
                .contains("caller and agent at one | at most 110 % | 108 % (104–112) | reached |")
                .contains("in the same window | to be said beside it | 82 % (52–112) |  |")
                .contains("| of that the one with caller and agent | to be said beside it | 100 % (100–100) |  |")
                .contains("| the broker | to be said beside it | 150 % (100–200) |  |")
                .contains("| wrong or missing answers | none | 0 | reached |")
                .doesNotContain("apart");
    }

    private static Cell cpu(String peer, Scenario scenario, int round, Map<String, Double> cpu) {
        return new Cell(peer, scenario, round, 1000, 1, 2, 0, null, 0, cpu);
    }

    @Test
    void commandLinesLoseThePathsOfThisMachine() {
        Map<Path, String> places = new LinkedHashMap<>();
        places.put(Path.of("/tmp/run-1"), "$TMP");
        places.put(Path.of("/home/me/dispatcher"), ".");
        CommandLine commandLine = new CommandLine(places);

        assertThat(commandLine.shorten(List.of(
                        "/usr/lib/jvm/bin/java", "-cp", "/a:/b", "-Xshare:/tmp/run-1/x", "/home/me/dispatcher/a.jar")))
                .containsExactly("java", "-cp", "…", "-Xshare:$TMP/x", "./a.jar");
    }

    @Test
    void aTableRowMustFit() {
        MarkdownTable table = new MarkdownTable(List.of("a", "b"));

        assertThatThrownBy(() -> table.row("1")).isInstanceOf(IllegalArgumentException.class);
        table.row("x|y", "two\nlines");
        assertThat(table.lines()).containsExactly("| a | b |", "| --- | --- |", "| x\\|y | two lines |");
    }

    private static Report report(List<Cell> cells) {
        return Report.ofPeers(
                List.of("date: today"),
                Map.of("dispatcher", "the full chain"),
                new Results(cells),
                List.of(new ProcessFigures(
                        "dispatcher", "coordinator", 9.5, 380, 512, List.of("java", "-jar", "x.jar"))));
    }

    private static Cell cell(String peer, Scenario scenario, int round, double rate, double p50, long errors) {
        return new Cell(
                peer,
                scenario,
                round,
                rate,
                p50,
                p50 * 10,
                errors,
                errors == 0 ? null : "status 503",
                0.5,
                Map.of("main", 0.25));
    }
}
