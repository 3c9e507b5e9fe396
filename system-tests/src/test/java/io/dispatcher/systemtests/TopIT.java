package io.dispatcher.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The terminal monitor in a real pseudo-terminal, with a real coordinator, two agents and a target. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TopIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String ENTER = "\r";
    private static final String ESCAPE = "\u001b";
    private static final String TAB = "\t";
    private static final String CTRL_C = "\u0003";
    /** A style with a colour in it: 30 to 49, 90 to 107, but those that take it away. */
    private static final String COLOUR = "\u001b\\[([0-9]+;)*(3[0-8]|4[0-8]|9[0-7]|10[0-7])(;[0-9]+)*m";

    private Path directory;
    private Processes processes;
    private RunningProcess target;
    private RunningProcess coordinator;
    private String port;

    @BeforeAll
    void start(@TempDir Path directory) {
        this.directory = directory;
        processes = new Processes(directory);
        port = String.valueOf(Processes.freePort());
        target = processes.target();
        coordinator = processes.coordinator("--port", port, "--data-dir", processes.path("data"));
        processes.agent(coordinator, "fra-1");
        processes.agent(coordinator, "ams-2", "--address", "127.0.0.2");
    }

    @AfterAll
    void stop() {
        processes.close();
    }

    private PseudoTerminal top(int columns, int rows, Map<String, String> environment) throws IOException {
        return new PseudoTerminal(
                directory, columns, rows, environment, "top", "--server", coordinator.url(), "--interval", "0.2");
    }

    private void request(String path) {
        new ExecuteApi(coordinator).execute("url", target.url() + path, "agent_id", "fra-1");
    }

    @Test
    @Order(1)
    void showsWhatHappensAndAllAboutIt() throws IOException {
        try (PseudoTerminal top = top(80, 24, Map.of())) {
            top.shows("agents 2/2", "pool 2/2", "live", "fra-1", "ams-2", "connected", "q end");
            top.type("2").shows("TIME", "STATUS");
            request("/echo/alpha");
            top.shows("/echo/alpha", "200");
            request("/nothing/here");
            top.shows("/nothing/here", "404");

            top.type("/alp").shows("/alp", "1 of").shownNoMore("/nothing/here");
            top.type(ENTER + ENTER).shows("Where the time went", "Hops", "acknowledged", "answered", "GET http://127");
            top.type("G").shows("alpha", "Content-Type");
            top.type(ESCAPE).shows("1 of").type(ESCAPE).shows("/nothing/here");
            top.type("?")
                    .shows("drain the agent", "the other way round")
                    .type(ESCAPE)
                    .shownNoMore("drain the agent");
            top.type("5").shows("LATEST REQUEST", "404");

            assertThat(top.written()).containsPattern(COLOUR);
            top.resize(132, 40);
            top.type("1").shows("LABELS", "127.0.0.2", "q end");
            assertThat(top.screen().lines().toList().get(39)).contains("q end");
            top.resize(80, 24);
            top.shownNoMore("LABELS").shows("agents 2/2", "q end");
            top.type("q");
            top.restoredWithCode(0);
        }
    }

    @Test
    @Order(2)
    void actsWhenConfirmed() throws IOException {
        try (PseudoTerminal top = top(80, 24, Map.of())) {
            request("/echo/beta");
            top.shows("ams-2").type("2").shows("/echo/beta");
            top.type("r").shows("Send once more").type(TAB + "-changed" + ENTER).shows("replay of", "timings", "same");
            top.type(ESCAPE).shows("/echo/beta-ch");

            top.type("x").shows("The stored request").type(TAB + target.url() + "/echo/stored" + ENTER);
            top.shows("Answer to the stored request", "stored", "200").type(ESCAPE);
            assertThat(Http.get(coordinator.url() + "/api/config/request").body())
                    .contains("/echo/stored");

            top.type("1")
                    .shows("STATUS")
                    .type("d")
                    .shows("Drain ams-2")
                    .type("n")
                    .shownNoMore("Drain ams-2");
            assertThat(status("ams-2")).isEqualTo("connected");
            top.type("d").shows("Drain ams-2").type("y").shows("pool 1/2", "draining");
            await().atMost(LIMIT)
                    .untilAsserted(() -> assertThat(status("ams-2")).isEqualTo("draining"));
            top.type("u").shows("Resume ams-2").type("y").shows("pool 2/2").shownNoMore("draining");
            top.type(CTRL_C);
            top.restoredWithCode(0);
        }
    }

    private String status(String agent) {
        return new ExecuteApi(coordinator).agent(agent).path("status").asText();
    }

    @Test
    @Order(3)
    void hasNoColourWithNoColorAndGivesTheTerminalBackWhenItIsTerminated() throws IOException {
        try (PseudoTerminal top = top(80, 24, Map.of("NO_COLOR", "1"))) {
            top.shows("agents 2/2", "q end").type("2").shows("STATUS").type("5").shows("LATEST");
            assertThat(top.written()).doesNotContainPattern(COLOUR);
            top.terminate();
            top.restoredWithCode(0);
        }
    }

    @Test
    @Order(4)
    void tellsItOnceWhereThereIsNoTerminal() {
        request("/echo/once");
        FinishedProcess once = processes.run("top", "--server", coordinator.url());
        assertThat(once.code()).as(once.err()).isZero();
        assertThat(once.out())
                .contains("agents connected", "fra-1", "addresses available", "dispatcher.agent.fra-1", "/echo/once")
                .doesNotContain("\u001b");

        FinishedProcess nobody = processes.run("top", "--server", "http://127.0.0.1:9");
        assertThat(nobody.code()).isEqualTo(3);
        assertThat(nobody.err().lines()).hasSize(1);
    }

    @Test
    @Order(5)
    void saysThatTheCoordinatorIsAwayAndGoesOnWhenItIsBack() throws IOException {
        try (PseudoTerminal top = top(100, 30, Map.of())) {
            top.shows("live", "agents 2/2");
            coordinator.stop();
            top.shows("away", "retrying");
            coordinator = processes.coordinator("--port", port, "--data-dir", processes.path("data"));
            top.shownNoMore("away").shows("live").type("2");
            await().atMost(LIMIT)
                    .untilAsserted(() -> assertThat(status("fra-1")).isEqualTo("connected"));
            request("/echo/after");
            top.shows("/echo/after").type("q");
            top.restoredWithCode(0);
        }
    }
}
