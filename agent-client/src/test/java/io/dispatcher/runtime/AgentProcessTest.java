package io.dispatcher.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dispatcher.connection.FakeCoordinator;
import io.dispatcher.connection.FakeSession;
import io.dispatcher.protocol.CloseCode;
import io.dispatcher.protocol.Frame;
import io.dispatcher.protocol.FrameType;
import io.dispatcher.protocol.KnownOrder;
import io.dispatcher.protocol.Wire;
import io.dispatcher.protocol.WorkOrder;
import io.dispatcher.protocol.WorkReply;
import io.dispatcher.target.TargetServer;
import io.dispatcher.target.TargetSettings;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgentProcessTest {
    @TempDir
    Path directory;

    private FakeCoordinator coordinator;
    private TargetServer target;

    @BeforeEach
    void start() throws Exception {
        coordinator = new FakeCoordinator();
        target = new TargetServer(new TargetSettings("127.0.0.1", 0, null));
        target.start();
    }

    @AfterEach
    void stop() throws Exception {
        coordinator.close();
        target.close();
    }

    private AgentProcess agent() throws Exception {
        return new AgentProcess(
                "--coordinator-url",
                "http://127.0.0.1:" + coordinator.port(),
                "--agent-id",
                "a1",
                "--state-dir",
                directory.toString(),
                "--address",
                "127.0.0.1",
                "--allow",
                "127.0.0.0/8");
    }

    private WorkOrder order(String id, String path) {
        return new WorkOrder(id, 1, null, "GET", target.url() + path, List.of(), 20_000, 1000, true, true, null);
    }

    @Test
    void onSigtermItDrainsAnswersWhatItHasAndExitsWith0() throws Exception {
        try (AgentProcess agent = agent()) {
            FakeSession session = coordinator.session();
            await().untilAsserted(() -> assertThat(agent.out()).containsExactly("agent ready a1"));
            session.order(1, order("o1", "/delay/1000"), new byte[0]);
            session.next(FrameType.ACK);
            agent.terminate();

            session.next(FrameType.DRAIN);
            Frame reply = session.next(FrameType.REPLY);
            assertThat(Wire.read(reply.metadata(), WorkReply.class).statusCode())
                    .isEqualTo(200);
            session.send(Frame.bare(FrameType.CONFIRM, 1, 0));
            assertThat(agent.exit()).isZero();
            await().untilAsserted(() -> assertThat(session.closeCode()).isEqualTo(CloseCode.NORMAL.code()));
        }
    }

    @Test
    void whatAKilledAgentHadBegunItNeverRunsAgainAndWhatItHadAnsweredItStillKnows() throws Exception {
        try (AgentProcess agent = agent()) {
            FakeSession session = coordinator.session();
            session.order(1, order("answered", "/echo/x"), new byte[0]);
            session.next(FrameType.REPLY);
            session.order(2, order("begun", "/delay/15000"), new byte[0]);
            session.next(FrameType.ACK);
            agent.kill();
        }
        try (AgentProcess again = agent()) {
            FakeSession session = coordinator.session();
            assertThat(session.hello().known())
                    .containsExactly(new KnownOrder("answered", false, true), new KnownOrder("begun", false, false));
            Frame reply = session.next(FrameType.REPLY);
            assertThat(new String(reply.bodyBytes())).isEqualTo("x");
            session.order(1, order("begun", "/delay/15000"), new byte[0]);
            WorkReply lost = Wire.read(session.next(FrameType.REPLY).metadata(), WorkReply.class);
            assertThat(lost.failure().type()).isEqualTo("agent-lost");
        }
    }

    @Test
    void aRemovedAgentExitsWith3AndOneLine() throws Exception {
        try (AgentProcess agent = agent()) {
            coordinator.session().close(CloseCode.REMOVED.code(), "agent a1 was removed");

            assertThat(agent.exit()).isEqualTo(3);
            await().untilAsserted(() ->
                    assertThat(agent.err().get(agent.err().size() - 1)).isEqualTo("agent: agent a1 was removed"));
        }
    }

    @Test
    void aSecondProcessWithTheSameIdEndsWithOneLine() throws Exception {
        try (AgentProcess first = agent()) {
            coordinator.session();
            try (AgentProcess second = agent()) {
                assertThat(second.exit()).isEqualTo(3);
                await().untilAsserted(() -> assertThat(second.err()).hasSize(1));
                assertThat(second.err().get(0)).contains("already runs").contains("--state-dir");
            }
            assertThat(first.isAlive()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "--agent-id,!,1,--agent-id",
        "--max-in-flight,0,1,--max-in-flight",
        "--coordinator-url,nonsense,1,nonsense",
        "--allow,nonsense,1,nonsense",
        "--prefix,nonsense,1,nonsense",
        "--upstream,nonsense,1,NAME=URL",
        "--token-file,/no/such/file,1,/no/such/file",
        "--address,8.8.8.8,3,8.8.8.8"
    })
    void aWrongSettingEndsTheStartWithOneLineThatNamesIt(String option, String value, int exit, String named)
            throws Exception {
        try (AgentProcess agent = new AgentProcess("--state-dir", directory.toString(), option, value)) {
            assertThat(agent.exit()).isEqualTo(exit);
            await().untilAsserted(() -> assertThat(agent.err()).hasSize(1));
            assertThat(agent.err().get(0)).contains(named);
            assertThat(agent.out()).isEmpty();
        }
    }
}
