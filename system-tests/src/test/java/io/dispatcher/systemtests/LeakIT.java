package io.dispatcher.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Hundreds of agents and callers that break off or talk nonsense leave nothing behind: no session, thread, descriptor, object or work. */
@Timeout(240)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LeakIT {
    /** Before the heartbeat takes silence for death (15 s), after one that is sent: what has ended is noticed, not waited out. */
    private static final Duration NOTICED = Duration.ofSeconds(8);

    /** Grizzly keeps a connection whose caller went while its request waited for as long as it would keep an idle one (30 s). */
    private static final Duration FORGOTTEN = Duration.ofSeconds(60);

    private static final int POOLED = 16;
    private static final long HEAP_NOISE = 6_000_000;

    private Processes processes;
    private RunningProcess target;
    private RunningProcess coordinator;

    /** One thing that a bad client does. */
    @FunctionalInterface
    private interface Abuse {
        void happen() throws Exception;
    }

    @BeforeAll
    void start(@TempDir Path directory) {
        processes = Processes.asDelivered(directory);
        target = processes.target();
        coordinator = processes.coordinator();
        processes.agent(coordinator, "one");
    }

    @AfterAll
    void stop() {
        processes.close();
    }

    @Test
    void badAndAbortingAgentsLeaveNothing() throws Exception {
        assertLeavesNothing(
                560,
                List.of(
                        () -> new RawSocket(coordinator).close(),
                        () -> new RawSocket(coordinator)
                                .send("GET /ws HTTP/1.1\r\nUpgr")
                                .close(),
                        () -> new RawSocket(coordinator)
                                .handshake(AgentByHand.SUBPROTOCOL)
                                .close(),
                        () -> new RawSocket(coordinator)
                                .handshake(AgentByHand.SUBPROTOCOL)
                                .reset(),
                        () -> opened().close(),
                        () -> opened().reset(),
                        () -> new RawSocket(coordinator)
                                .handshake("dispatcher.agent.v0")
                                .close(),
                        () -> opened().webSocketFrame(0x82, 1L << 62).close(),
                        () -> opened().webSocketFrame(0x02, 1_000)
                                .send(new byte[500])
                                .reset(),
                        () -> closedAfter(new byte[] {1, 2, 3}),
                        () -> closedAfter(AgentByHand.frame(9, AgentByHand.HELLO, AgentByHand.helloMetadata("bad"))),
                        () -> closedAfter(AgentByHand.frame(1, AgentByHand.HELLO, new byte[9], Integer.MAX_VALUE, -1)),
                        () -> closedAfter(AgentByHand.frame(1, AgentByHand.HELLO, AgentByHand.helloMetadata("one"))),
                        this::welcomedAndGone));
    }

    @Test
    void callersThatGoLeaveNothing() throws Exception {
        String slow = request("/delay/1500");
        String waiting = "{\"url\": \"" + target.url() + "/\", \"agent_id\": \"absent\", \"ttl\": 2}";
        Http.post(coordinator.url() + "/api/agents/register", "{\"agent_id\": \"absent\"}");
        assertLeavesNothing(
                300,
                List.of(
                        () -> new RawSocket(coordinator)
                                .send(head(slow.length()) + slow)
                                .close(),
                        () -> new RawSocket(coordinator)
                                .send(head(slow.length()) + slow)
                                .reset(),
                        () -> new RawSocket(coordinator)
                                .send(head(waiting.length()) + waiting)
                                .reset(),
                        () -> new RawSocket(coordinator)
                                .send(head(9_000) + slow)
                                .close(),
                        () -> new RawSocket(coordinator)
                                .send(head(9_000) + slow)
                                .reset(),
                        () -> new RawSocket(coordinator).send(head(9_000)).reset()));
    }

    private void assertLeavesNothing(int times, List<Abuse> abuses) throws Exception {
        // Pools and caches fill the first time, and are there afterwards: no leak.
        repeat(times, abuses);
        Footprint before = rest();
        repeat(times, abuses);
        await().atMost(FORGOTTEN).pollInterval(Duration.ofSeconds(1)).untilAsserted(() -> assertNoMore(before, rest()));
        assertServes();
    }

    private static void repeat(int times, List<Abuse> abuses) throws Exception {
        for (int i = 0; i < times; i++) {
            abuses.get(i % abuses.size()).happen();
        }
    }

    /** Only the one good agent is connected, and nobody waits for anything: what is there then. */
    private Footprint rest() {
        await().atMost(NOTICED).untilAsserted(() -> assertThat(Http.get(coordinator.url() + "/api/stats")
                        .json()
                        .path("websocket_connections")
                        .asInt())
                .as("sessions")
                .isEqualTo(1));
        return await().atMost(NOTICED)
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> Footprint.of(coordinator), footprint -> footprint.atRest(1));
    }

    private static void assertNoMore(Footprint before, Footprint after) {
        String both = "before " + before + ", after " + after;
        before.instances()
                .forEach((name, count) ->
                        assertThat(after.instances().get(name)).as(both).isLessThanOrEqualTo(count + POOLED));
        assertThat(after.threads()).as(both).isLessThanOrEqualTo(before.threads() + POOLED);
        assertThat(after.descriptors()).as(both).isLessThanOrEqualTo(before.descriptors() + POOLED);
        assertThat(after.heapBytes()).as(both).isLessThan(before.heapBytes() + HEAP_NOISE);
    }

    private void assertServes() {
        Http.Answer answer = Http.post(coordinator.url() + "/api/execute", request("/echo/still"));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.json().path("body").asText()).isEqualTo("still");
    }

    private RawSocket opened() throws IOException {
        return new RawSocket(coordinator).handshake(AgentByHand.SUBPROTOCOL).awaitHead();
    }

    private void closedAfter(byte[] message) throws Exception {
        AgentByHand agent = AgentByHand.connect(coordinator, AgentByHand.SUBPROTOCOL, "");
        assertThat(agent.send(message).closed().reason()).isNotEmpty();
    }

    private void welcomedAndGone() throws Exception {
        AgentByHand agent = AgentByHand.connect(coordinator, AgentByHand.SUBPROTOCOL, "");
        agent.hello("gone").answer();
        agent.abort();
        // The id is free again only when the coordinator has seen it.
        await().atMost(NOTICED).until(() -> Http.get(coordinator.url() + "/api/agents/gone")
                .json()
                .path("status")
                .asText()
                .equals("disconnected"));
    }

    private String request(String path) {
        return "{\"url\": \"" + target.url() + path + "\"}";
    }

    private static String head(int length) {
        return "POST /api/execute HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: "
                + length + "\r\n\r\n";
    }
}
