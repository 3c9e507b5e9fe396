package io.dispatcher.agents;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispatcher.agents.selection.AddressPool;
import io.dispatcher.protocol.CloseCode;
import io.dispatcher.protocol.Frame;
import io.dispatcher.protocol.FrameCodec;
import io.dispatcher.protocol.FrameType;
import io.dispatcher.protocol.Hello;
import io.dispatcher.protocol.Inventory;
import io.dispatcher.protocol.Wire;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class AgentSessionTest {
    private final Sent channel = new Sent();
    private final AgentDirectory agents = new AgentDirectory(
            "node-1", new NoStore(), new AddressPool(new Random(1), 10), InstantSource.system(), System::nanoTime);

    private static ByteBuffer hello() throws Exception {
        Hello hello = new Hello(
                "a1",
                "instance-1",
                "test",
                Map.of(),
                new Inventory(List.of(), List.of(), List.of(), List.of()),
                8,
                List.of());
        Frame frame = Frame.of(FrameType.HELLO, 0, Wire.write(hello));
        ByteBuffer message = ByteBuffer.allocate(frame.encodedLength());
        FrameCodec.encode(frame, message);
        return message.flip();
    }

    @Test
    void heartbeatsBeginOnlyAfterTheWelcome() throws Exception {
        AgentSession session = agents.open(channel, (hello, c) -> new Work(), null);

        session.heartbeat(System.nanoTime());
        session.message(hello());
        session.heartbeat(System.nanoTime());

        assertThat(channel.types).containsExactly(FrameType.WELCOME, FrameType.HEARTBEAT);
        assertThat(channel.probes).as("before the welcome").isEqualTo(1);
    }

    @Test
    void anAgentWhoseTokenIsNoLongerValidIsClosedAndItsWorkHandedBack() throws Exception {
        AtomicBoolean valid = new AtomicBoolean(true);
        Work work = new Work();
        AgentSession session = agents.open(channel, (hello, c) -> work, null, valid::get);
        session.message(hello());
        agents.heartbeat();
        assertThat(channel.closed).isNull();

        valid.set(false);
        agents.heartbeat();

        assertThat(channel.closed).isEqualTo(CloseCode.NO_TOKEN);
        assertThat(work.closed).isEqualTo(1);
        assertThat(agents.isHere("a1")).isFalse();
    }

    @Test
    void eachConnectionOfAnAgentIsCountedAlsoAfterItsEnd() throws Exception {
        agents.register("never-seen", Map.of(), List.of());
        for (int times = 0; times < 2; times++) {
            AgentSession session = agents.open(channel, (hello, c) -> new Work(), null);
            session.message(hello());
            session.ended("closed with 1006");
        }

        assertThat(agents.connections()).isEqualTo(Map.of("a1", 2L, "never-seen", 0L));
    }

    @Test
    void aSocketThatIsClosedWhileItIsWelcomedLeavesNoWorkAndNoAgentConnected() throws Exception {
        Work work = new Work();
        List<AgentSession> opened = new ArrayList<>();
        AgentSession session = agents.open(
                channel,
                (hello, c) -> {
                    opened.get(0).ended("closed with 1006");
                    return work;
                },
                null);
        opened.add(session);

        session.message(hello());

        assertThat(work.closed).isEqualTo(1);
        assertThat(agents.isConnected("a1")).isFalse();
        assertThat(session.state()).isInstanceOf(SessionState.Closed.class);
    }

    @Test
    void anEarlierSessionStillBeingWelcomedGivesWayToTheNewOne() throws Exception {
        Work first = new Work();
        Work second = new Work();
        AgentSession newer = agents.open(new Sent(), (hello, c) -> second, null);
        ByteBuffer again = hello();
        AgentSession older = agents.open(
                channel,
                (hello, c) -> {
                    newer.message(again);
                    return first;
                },
                null);

        older.message(hello());

        assertThat(first.closed).isEqualTo(1);
        assertThat(second.closed).isZero();
        assertThat(agents.isReady("a1")).isTrue();
        assertThat(newer.state()).isInstanceOf(SessionState.Ready.class);
    }

    private static final class Sent implements AgentChannel {
        private final List<FrameType> types = new ArrayList<>();
        private int probes;
        private CloseCode closed;

        @Override
        public void probe() {
            probes++;
        }

        @Override
        public boolean send(Frame frame) {
            types.add(frame.type());
            return true;
        }

        @Override
        public boolean sendSoon(Frame frame) {
            return send(frame);
        }

        @Override
        public void flush() {}

        @Override
        public void close(CloseCode code, String reason) {
            closed = code;
        }
    }

    private static final class Work implements AgentWork {
        @Override
        public boolean takes(FrameType type) {
            return type == FrameType.ACK || type == FrameType.REPLY || type == FrameType.DATA;
        }

        private int closed;

        @Override
        public void frame(Frame frame) {}

        @Override
        public int inFlight() {
            return 0;
        }

        @Override
        public void draining(boolean draining) {}

        @Override
        public void closed() {
            closed++;
        }
    }

    private static final class NoStore implements AgentStore {
        @Override
        public List<AgentIdentity> load() {
            return List.of();
        }

        @Override
        public void save(AgentIdentity identity) {}

        @Override
        public void delete(String agentId) {}
    }
}
