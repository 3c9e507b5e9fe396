package io.dispatcher.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispatcher.config.AgentSettings;
import io.dispatcher.config.StateDirectory;
import io.dispatcher.connection.FakeCoordinator;
import io.dispatcher.connection.FakeSession;
import io.dispatcher.protocol.Frame;
import io.dispatcher.protocol.FrameType;
import io.dispatcher.protocol.HeaderField;
import io.dispatcher.protocol.Wire;
import io.dispatcher.protocol.WorkOrder;
import io.dispatcher.protocol.WorkReply;
import io.dispatcher.target.TargetServer;
import io.dispatcher.target.TargetSettings;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole agent between a coordinator's socket and a real target. */
class AgentTest {
    @TempDir
    Path directory;

    private FakeCoordinator coordinator;
    private TargetServer target;
    private Agent agent;
    private final CompletableFuture<String> ready = new CompletableFuture<>();

    @BeforeEach
    void start() throws Exception {
        coordinator = new FakeCoordinator();
        target = new TargetServer(new TargetSettings("127.0.0.1", 0, null));
        target.start();
        AgentSettings settings = new AgentSettings(
                List.of("http://127.0.0.1:" + coordinator.port()),
                "a1",
                List.of("127.0.0.1", "127.0.0.7"),
                List.of(),
                Map.of(),
                Map.of("site", "lab"),
                256,
                null,
                null,
                directory,
                List.of("127.0.0.0/8"),
                List.of());
        agent = new Agent(settings, StateDirectory.open(directory, "a1"), ready::complete);
        Thread thread = new Thread(this::run);
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        try {
            agent.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @AfterEach
    void stop() throws Exception {
        agent.close();
        target.close();
        coordinator.close();
    }

    private WorkOrder order(String id, String source, String path) {
        return new WorkOrder(
                id,
                1,
                source,
                "GET",
                target.url() + path,
                List.of(new HeaderField("X-A", "1")),
                5000,
                10_000_000,
                true,
                true,
                null);
    }

    @Test
    void anOrderIsAcknowledgedMadeFromTheChosenAddressAndAnswered() throws Exception {
        FakeSession session = coordinator.session();

        assertThat(ready.get(5, TimeUnit.SECONDS)).isEqualTo("a1");
        assertThat(session.hello().labels()).containsEntry("site", "lab");
        // A reply that is there at once stands for its acknowledgement: only a slow order surely has one of its own.
        session.order(1, order("slow", "127.0.0.7", "/delay/500"), new byte[0]);
        assertThat(session.next(FrameType.ACK).stream()).isEqualTo(1);
        assertThat(session.next(FrameType.REPLY).stream()).isEqualTo(1);

        session.order(2, order("o1", "127.0.0.7", "/whoami"), new byte[0]);
        Frame frame = session.next(FrameType.REPLY);
        WorkReply reply = Wire.read(frame.metadata(), WorkReply.class);
        assertThat(reply.failure()).isNull();
        assertThat(reply.statusCode()).isEqualTo(200);
        assertThat(reply.sourceAddress()).isEqualTo("127.0.0.7");
        assertThat(new String(frame.bodyBytes(), StandardCharsets.UTF_8)).contains("127.0.0.7");
    }

    @Test
    void aLargeBodyFollowsInPieces() throws Exception {
        FakeSession session = coordinator.session();
        session.order(3, order("o2", null, "/bytes/1000000"), new byte[0]);

        Frame frame = session.next(FrameType.REPLY);
        assertThat(frame.more()).isTrue();
        assertThat(frame.value()).isEqualTo(1_000_000);
        session.send(Frame.bare(FrameType.SEND_BODY, 3, 0));
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        do {
            frame = session.next(FrameType.DATA);
            assertThat(frame.stream()).isEqualTo(3);
            whole.write(frame.bodyBytes());
        } while (frame.more());
        assertThat(whole.size()).isEqualTo(1_000_000);
    }
}
