package io.dispatcher.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.f4b6a3.uuid.UuidCreator;
import io.dispatcher.config.Settings;
import io.dispatcher.database.Database;
import io.dispatcher.dispatch.FailureType;
import io.dispatcher.scenarios.engine.Clockwork;
import io.dispatcher.scenarios.engine.SimulatedWorld;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs on nodes that share a database and nothing else. */
class RunsTest {
    private static final byte[] LONG = json(
            "{'scenario': {'name': 'long', 'steps': [{'request': {'url': 'u'}}, {'delay_ms': 60000, 'request': {'url': 'u'}}]}}");
    private static final byte[] SHORT = json("{'scenario': {'name': 'short', 'steps': [{'request': {'url': 'u'}}]}}");

    private final SimulatedWorld world = new SimulatedWorld((request, place) -> SimulatedWorld.answer(200, "{}"));
    private final List<String> told = new ArrayList<>();
    private Database database;
    private boolean looking;

    private static byte[] json(String text) {
        return text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }

    @BeforeEach
    void open(@TempDir Path directory) {
        database = Database.open(Settings.of(Map.of("dispatcher.data-dir", directory.toString())));
    }

    @AfterEach
    void close() {
        database.close();
    }

    private Runs node(String name) {
        return node(name, world);
    }

    private Runs node(String name, Clockwork clock) {
        ScenarioParser parser = new ScenarioParser(50, 20, 1337);
        return new Runs(
                new ScenarioStore(database.dataSource(), parser),
                parser,
                new RunStore(database.dataSource(), name),
                caller -> world,
                clock,
                UuidCreator::getTimeOrderedEpoch,
                2,
                3,
                () -> false,
                List.of(new ScenarioListener() {
                    @Override
                    public void runEnded(Run run, String status, double seconds) {
                        told.add(name + " " + run.name() + " " + status);
                    }
                }));
    }

    private static String begin(Runs node, byte[] wish) throws SQLException {
        return ((Runs.Begun.Started) node.begin(wish, null, report -> {})).runId();
    }

    private static String status(Runs node, String run) throws SQLException {
        @Nullable ObjectNode report = node.report(run);
        return report == null ? "none" : report.path("status").asText();
    }

    @Test
    void aNodeThatShowsItselfKeepsItsRunAndOneThatDoesNotLosesIt() throws SQLException {
        Runs one = node("one");
        Runs two = node("two");
        String run = begin(one, LONG);
        for (int second = 0; second < 20; second++) {
            world.pass(1_000);
            one.showAlive();
            two.endDead(false);
        }
        assertThat(status(two, run)).isEqualTo("running");
        assertThat(String.valueOf(two.report(run))).contains("\"name\":\"step 1\"");
        world.pass(Runs.ALIVE_MS + 1);
        two.endDead(false);
        two.endDead(false);
        assertThat(status(two, run)).isEqualTo("error");
        one.showAlive();
        world.pass(1);
        assertThat(status(one, run)).isEqualTo("error");
        assertThat(told).startsWith("two long error");
        assertThat(one.running()).isZero();
    }

    @Test
    void aRunIsCancelledFromAnotherNode() throws SQLException {
        Runs one = node("one");
        Runs two = node("two");
        String run = begin(one, LONG);
        assertThat(two.delete(run)).isTrue();
        one.showAlive();
        world.pass(1);
        assertThat(status(two, run)).isEqualTo("cancelled");
        assertThat(two.delete(run)).isTrue();
        assertThat(status(two, run)).isEqualTo("none");
        assertThat(two.delete(run)).isFalse();
        assertThat(told).containsExactly("one long cancelled");
    }

    @Test
    void oneThatIsNotStoredYetIsNotTakenForCancelled() throws SQLException {
        Runs[] node = new Runs[1];
        node[0] = node("one", new Clockwork() {
            @Override
            public Instant now() {
                showAlive(node[0]);
                return world.now();
            }

            @Override
            public void after(long milliseconds, Runnable task) {
                world.after(milliseconds, task);
            }
        });
        String run = begin(node[0], LONG);
        assertThat(status(node[0], run)).isEqualTo("running");
    }

    /** As the thread does that calls it every second, whatever the others are at. */
    private void showAlive(Runs node) {
        if (looking) {
            return;
        }
        looking = true;
        try {
            node.showAlive();
        } catch (SQLException e) {
            throw new AssertionError(e);
        } finally {
            looking = false;
        }
    }

    @Test
    void whatAnEarlierLifeLeftEndsAtTheStart() throws SQLException {
        String run = begin(node("one"), LONG);
        node("two").endDead(true);
        assertThat(status(node("two"), run)).isEqualTo("running");
        node("one").endDead(true);
        assertThat(status(node("one"), run)).isEqualTo("error");
    }

    @Test
    void onlySoManyRunAndOnlyTheNewestAreKept() throws SQLException {
        Runs one = node("one");
        begin(one, LONG);
        begin(one, LONG);
        assertThat(one.begin(SHORT, null, report -> {}))
                .isInstanceOfSatisfying(
                        Runs.Begun.Refused.class,
                        refused -> assertThat(refused.failure().type()).isEqualTo(FailureType.RATE_LIMITED));
        world.pass(100_000);
        List<String> runs = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            runs.add(begin(one, SHORT));
            world.pass(100);
        }
        assertThat(status(one, runs.get(1))).isEqualTo("none");
        assertThat(status(one, runs.get(2))).isEqualTo("passed");
        assertThat(status(one, runs.get(4))).isEqualTo("passed");
        assertThat(one.running()).isZero();
    }
}
