package io.dispatcher.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dispatcher.agents.AgentChannel;
import io.dispatcher.protocol.CloseCode;
import io.dispatcher.protocol.Frame;
import io.dispatcher.protocol.FrameType;
import io.dispatcher.protocol.ProtocolException;
import io.dispatcher.protocol.WorkReply;
import io.dispatcher.protocol.WorkTimings;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class IncomingRepliesTest {
    private static final WorkReply REPLY =
            new WorkReply("order", null, null, 200, "HTTP/1.1", List.of(), false, 0, WorkTimings.NONE, null);

    private final BodyRoom room = new BodyRoom(1_000);
    private final AtomicLong now = new AtomicLong();
    private final Wire wire = new Wire();
    private final IncomingReplies replies = new IncomingReplies(wire, room, 3, now::get);

    private static final class Wire implements AgentChannel {
        final List<Integer> asked = new ArrayList<>();
        boolean full;

        @Override
        public boolean send(Frame frame) {
            assertThat(frame.type()).isEqualTo(FrameType.SEND_BODY);
            return !full && asked.add(frame.stream());
        }

        @Override
        public boolean sendSoon(Frame frame) {
            return send(frame);
        }

        @Override
        public void flush() {}

        @Override
        public void probe() {}

        @Override
        public void close(CloseCode code, String reason) {}
    }

    private static Frame last(int stream, int bytes) {
        return Frame.of(FrameType.DATA, 0, stream, 0, new byte[0], new byte[bytes]);
    }

    @Test
    void aBodyIsAskedForOnceThereIsRoomAndKeepsItUntilItsReaderLeaves() throws Exception {
        replies.begin(1, REPLY, 300);
        replies.begin(-2, REPLY, 300);
        assertThat(wire.asked).containsExactly(1);

        IncomingReply whole = replies.add(last(1, 300));
        assertThat(wire.asked).containsExactly(1);
        whole.leave();
        assertThat(wire.asked).containsExactly(1, -2);
    }

    @Test
    void whatAFullChannelDidNotTakeIsAskedForLater() throws Exception {
        wire.full = true;
        replies.begin(1, REPLY, 300);
        wire.full = false;
        replies.tick();

        assertThat(wire.asked).containsExactly(1);
    }

    @Test
    void whatNobodyWantsAnyMoreGivesItsRoomBack() throws Exception {
        replies.begin(1, REPLY, 300);
        replies.forget(1);

        assertThat(room.used()).isZero();
        assertThat(replies.add(last(1, 300))).isNull();
    }

    @Test
    void anAgentThatRepliesTwiceHasRoomForOne() throws Exception {
        replies.begin(1, REPLY, 300);
        replies.begin(1, REPLY, 200);

        assertThat(room.used()).isEqualTo(600);
        assertThat(replies.add(last(1, 200)).bytes()).hasSize(200);
    }

    @Test
    void aBodyThatDoesNotComeGivesItsRoomBackAfterAMinute() throws Exception {
        replies.begin(-1, REPLY, 300);
        now.addAndGet(TimeUnit.SECONDS.toNanos(60));
        replies.tick();
        assertThat(room.used()).isEqualTo(900);
        now.incrementAndGet();
        replies.tick();

        assertThat(room.used()).isZero();
        assertThat(replies.add(last(-1, 300))).isNull();
    }

    @Test
    void aBodyWaitsForTheOthersOfItsAgentButNotForEver() throws Exception {
        replies.begin(1, REPLY, 10);
        replies.begin(2, REPLY, 300);
        for (int half = 1; half < 20; half++) {
            now.addAndGet(TimeUnit.SECONDS.toNanos(30));
            replies.begin(3, REPLY, 10);
            replies.add(last(3, 10)).leave();
            replies.tick();
        }
        assertThat(room.used()).isEqualTo(930);
        assertThat(replies.add(last(1, 10)).bytes()).hasSize(10);

        now.addAndGet(TimeUnit.SECONDS.toNanos(31));
        replies.tick();
        assertThat(room.used()).isEqualTo(30);
    }

    @Test
    void aBodyThatWaitsForRoomIsNotMissed() throws Exception {
        BodyRoom.Place other = room.occupy(900_000);
        replies.begin(1, REPLY, 300);
        now.addAndGet(TimeUnit.MINUTES.toNanos(5));
        replies.tick();
        other.leave();

        assertThat(wire.asked).containsExactly(1);
        assertThat(replies.add(last(1, 300)).bytes()).hasSize(300);
    }

    @Test
    void aBodyThatEndsTooEarlyIsRefused() throws Exception {
        replies.begin(1, REPLY, 300);

        assertThatThrownBy(() -> replies.add(last(1, 299)))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("shorter than the 300 bytes");
    }

    @Test
    void moreThanAnAgentMayHaveAreNotAskedFor() throws Exception {
        for (int stream = 1; stream <= 4; stream++) {
            replies.begin(stream, REPLY, 10);
        }

        assertThat(wire.asked).containsExactly(1, 2, 3);
    }

    @Test
    void nothingTakesRoomAfterTheSessionHasEnded() throws Exception {
        replies.begin(1, REPLY, 100);
        replies.close();
        replies.begin(-2, REPLY, 100);

        assertThat(room.used()).isZero();
        assertThat(room.waiting()).isZero();
    }
}
