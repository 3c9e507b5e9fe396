package io.dispatcher.monitors;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.f4b6a3.uuid.UuidCreator;
import io.dispatcher.config.Settings;
import io.dispatcher.database.Database;
import io.dispatcher.monitors.CheckResult.Place;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes, one database, a clock that is set. */
class MonitorRunsTest {
    private static final String MINUTELY =
            "{\"name\":\"edge\",\"kind\":\"ping\",\"target\":\"a\",\"interval\":60,\"failures_before_down\":2}";

    private final Map<String, Integer> begun = new HashMap<>();
    private final Deque<Runnable> open = new ArrayDeque<>();
    private final List<String> told = new ArrayList<>();
    private final MonitorListener listener = new MonitorListener() {
        @Override
        public void changed(String what, Subject monitor, @Nullable String caller) {
            told.add(what);
        }

        @Override
        public void stateChanged(Subject monitor, Change change) {
            told.add(change.agentId() + " " + change.from().tag() + " "
                    + change.to().tag());
        }
    };
    private Instant now = Instant.parse("2026-03-01T12:00:00Z");
    private Verdict verdict = Verdict.UP;
    private List<Place> places = List.of(new Place("a", null));
    private Database database;
    private Monitors monitors;
    private MonitorRuns one;
    private MonitorRuns other;

    @BeforeEach
    void open(@TempDir Path directory) {
        database = Database.open(Settings.of(Map.of("dispatcher.data-dir", directory.toString())));
        monitors = new Monitors(
                store(),
                new ResultStore(database.dataSource()),
                new ChangeStore(database.dataSource()),
                MonitorParserTest.PARSER,
                2,
                UuidCreator::getTimeOrderedEpoch,
                () -> now,
                List.of(listener));
        one = node("one");
        other = node("other");
    }

    private MonitorStore store() {
        return new MonitorStore(database.dataSource(), MonitorParserTest.PARSER);
    }

    private MonitorRuns node(String name) {
        Checker checker = (spec, place, caller, then) -> {
            begun.merge(name, 1, Integer::sum);
            open.add(() -> ended(place, then));
        };
        return new MonitorRuns(
                new DueRuns(database.dataSource(), name),
                store(),
                new RunStore(database.dataSource(), UuidCreator::getTimeOrderedEpoch),
                spec -> places.stream()
                        .map(place -> new Places.Chosen(place, null))
                        .toList(),
                checker,
                checker,
                () -> now,
                Runnable::run,
                () -> false,
                List.of(listener));
    }

    private void ended(Place place, Consumer<CheckResult> then) {
        int received = verdict.state() == MonitorState.UP ? 2 : 0;
        then.accept(new CheckResult(
                place, null, verdict, 2, received, received == 0 ? new int[0] : new int[] {1_000, 3_000}, null, null));
    }

    @AfterEach
    void close() {
        database.close();
    }

    private String create(String json) throws Exception {
        return ((Monitors.Answer.Done) monitors.create(json.getBytes(StandardCharsets.UTF_8), null)).id();
    }

    private void endAll() {
        while (!open.isEmpty()) {
            open.remove().run();
        }
    }

    private int runs() {
        return begun.values().stream().mapToInt(Integer::intValue).sum();
    }

    private void run(int minutes) {
        for (int second = 0; second < minutes * 60; second++) {
            now = now.plusSeconds(1);
            one.look();
            other.look();
            endAll();
        }
    }

    private JsonNode shown(String id) throws Exception {
        return ((Monitors.Answer.Done) monitors.find(id)).monitor();
    }

    @Test
    void theFirstRunIsAtOnceAndThenOneAnIntervalWhoeverLooks() throws Exception {
        create(MINUTELY);
        one.look();
        other.look();
        endAll();
        assertThat(runs()).isEqualTo(1);
        run(60);
        assertThat(runs()).isEqualTo(61);
        assertThat(begun).containsKeys("one");
    }

    @Test
    void aRunThatGoesOnIsNotBegunAgain() throws Exception {
        create(MINUTELY);
        one.look();
        now = now.plusSeconds(45);
        one.look();
        other.look();
        assertThat(runs()).isEqualTo(1);
        endAll();
        assertThat(one.open()).isZero();
    }

    @Test
    void aDeadNodesMonitorGoesOnElsewhere() throws Exception {
        create(MINUTELY);
        one.look();
        open.clear();
        for (int second = 0; second < 180; second++) {
            now = now.plusSeconds(1);
            other.look();
            endAll();
        }
        assertThat(begun.get("other")).isBetween(1, 3);
    }

    @Test
    void aNodeThatIsStartedAnewDoesNotWaitForItsOwnLeases() throws Exception {
        create(MINUTELY);
        one.look();
        open.clear();
        now = now.plusSeconds(1);
        new DueRuns(database.dataSource(), "one").releaseOwn();
        assertThat(new DueRuns(database.dataSource(), "one")
                        .due(now.plusSeconds(60).toEpochMilli(), 10))
                .hasSize(1);
    }

    @Test
    void whatWasMissedIsNotMadeUpFor() throws Exception {
        create(MINUTELY);
        now = now.plusSeconds(3_600);
        one.look();
        assertThat(runs()).isZero();
        run(2);
        assertThat(runs()).isEqualTo(2);
    }

    @Test
    void statesChangeAfterSomeRunsAndAreToldOnce() throws Exception {
        String id = create(MINUTELY);
        run(1);
        assertThat(shown(id).path("state").asText()).isEqualTo("up");
        verdict = Verdict.down("no answer");
        run(5);
        assertThat(told).containsExactly("created", "a unknown up", "null unknown up", "a up down", "null up down");
        JsonNode point = shown(id).path("vantage_points").get(0);
        assertThat(point.path("reason").asText()).isEqualTo("no answer");
        assertThat(point.path("loss_percent").asDouble()).isEqualTo(100);
        verdict = Verdict.UP;
        run(1);
        assertThat(shown(id).path("state").asText()).isEqualTo("up");
    }

    @Test
    void aVantagePointThatIsGoneIsUnknownThenForgotten() throws Exception {
        String id = create(MINUTELY);
        places = List.of(new Place("a", null), new Place("b", null));
        run(1);
        assertThat(shown(id).path("vantage_points")).hasSize(2);
        places = List.of(new Place("a", null));
        run(2);
        assertThat(told).contains("b up unknown");
        run(1);
        assertThat(shown(id).path("vantage_points")).hasSize(1);
        assertThat(shown(id).path("state").asText()).isEqualTo("up");
    }

    @Test
    void aPausedMonitorDoesNotRunAndItsOpenRunDoesNotCount() throws Exception {
        String id = create(MINUTELY);
        one.look();
        monitors.pause(id, true, null);
        monitors.pause(id, true, null);
        run(3);
        assertThat(runs()).isEqualTo(1);
        assertThat(shown(id).path("last_run").isNull()).isTrue();
        monitors.pause(id, false, null);
        run(1);
        assertThat(runs()).isGreaterThan(1);
        assertThat(told).startsWith("created", "paused", "resumed");
    }

    @Test
    void resultsComeInPagesAndInStepsAndGoWithTheirMonitor() throws Exception {
        String id = create(MINUTELY);
        run(10);
        JsonNode page = monitors.results(id, ResultQuery.parse(Map.of("limit", "4")));
        assertThat(page.path("items")).hasSize(4);
        JsonNode next = monitors.results(
                id, ResultQuery.parse(Map.of("cursor", page.path("next_cursor").asText())));
        assertThat(next.path("items").size()).isBetween(6, 7);
        assertThat(next.path("next_cursor").isNull()).isTrue();
        assertThat(next.path("items").get(0).path("p95_ms").asDouble()).isEqualTo(3);
        JsonNode steps = monitors.results(id, ResultQuery.parse(Map.of("step", "2678400")));
        assertThat(steps.path("items").get(0).path("received").asInt())
                .isEqualTo(2 * (4 + next.path("items").size()));
        new ResultStore(database.dataSource()).forget(Instant.EPOCH, 3);
        assertThat(monitors.results(id, ResultQuery.parse(Map.of())).path("items"))
                .hasSize(3);
        assertThat(monitors.delete(id, null)).isTrue();
        assertThat(monitors.results(id, ResultQuery.parse(Map.of()))).isNull();
        new ResultStore(database.dataSource()).forget(Instant.EPOCH, 3);
        assertThat(new ResultStore(database.dataSource()).newest(id, ResultQuery.parse(Map.of()), null, 10))
                .isEmpty();
    }

    @Test
    void changesAreKeptHoweverManyResultsLieBetweenThemAndGoWithTheirMonitor() throws Exception {
        places = List.of(new Place("a", null), new Place("b", "192.0.2.7"));
        String id = create(MINUTELY);
        run(5);
        verdict = Verdict.down("no answer");
        run(5);
        new ResultStore(database.dataSource()).forget(Instant.EPOCH, 2);
        assertThat(changes(id, Map.of()))
                .containsExactly(
                        "null up down no answer",
                        "b 192.0.2.7 up down no answer",
                        "a up down no answer",
                        "null unknown up null",
                        "b 192.0.2.7 unknown up null",
                        "a unknown up null");
        assertThat(changes(id, Map.of("agent_id", "b", "source_address", "192.0.2.7")))
                .hasSize(2);
        assertThat(changes(id, Map.of("until", "2020-01-01T00:00:00Z"))).isEmpty();
        assertThat(changes(id, Map.of("since", "2020-01-01T00:00:00Z"))).hasSize(6);

        JsonNode page = monitors.changes(id, ResultQuery.parse(Map.of("limit", "4")));
        assertThat(page.path("items")).hasSize(4);
        assertThat(changes(id, Map.of("cursor", page.path("next_cursor").asText())))
                .containsExactly("b 192.0.2.7 unknown up null", "a unknown up null");

        new ChangeStore(database.dataSource()).forget(Instant.EPOCH, 3);
        assertThat(changes(id, Map.of())).hasSize(3);
        monitors.delete(id, null);
        assertThat(monitors.changes(id, ResultQuery.parse(Map.of()))).isNull();
        new ChangeStore(database.dataSource()).forget(Instant.EPOCH, 3);
        assertThat(new ChangeStore(database.dataSource()).newest(id, ResultQuery.parse(Map.of()), 10))
                .isEmpty();
    }

    private List<String> changes(String id, Map<String, String> query) throws Exception {
        JsonNode page = monitors.changes(id, ResultQuery.parse(query));
        List<String> shown = new ArrayList<>();
        page.path("items")
                .forEach(one -> shown.add(one.path("agent_id").asText() + " "
                        + (one.path("source_address").isNull()
                                ? ""
                                : one.path("source_address").asText() + " ")
                        + one.path("from").asText() + " " + one.path("to").asText() + " "
                        + one.path("reason").asText()));
        return shown;
    }

    @Test
    void namesAreUniqueAndTheirNumberIsLimited() throws Exception {
        String id = create(MINUTELY);
        assertThat(refused(MINUTELY)).isEqualTo("conflict");
        create(MINUTELY.replace("edge", "edge2"));
        assertThat(refused(MINUTELY.replace("edge", "edge3"))).isEqualTo("limit-reached");
        assertThat(monitors.replace(id, MINUTELY.replace("60", "10").getBytes(StandardCharsets.UTF_8), "token"))
                .isInstanceOf(Monitors.Answer.Done.class);
        assertThat(shown(id).path("interval").asDouble()).isEqualTo(10);
        assertThat(monitors.all()).extracting(monitor -> monitor.spec().name()).containsExactly("edge", "edge2");
    }

    private String refused(String json) throws Exception {
        Monitors.Answer answer = monitors.create(json.getBytes(StandardCharsets.UTF_8), null);
        return ((Monitors.Answer.Refused) answer).failure().type().tag();
    }
}
