package io.dispatcher.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dispatcher.protocol.Frame;
import io.dispatcher.protocol.FrameType;
import io.dispatcher.protocol.ProtocolException;
import io.dispatcher.protocol.WorkReply;
import io.dispatcher.protocol.WorkTimings;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IncomingReplyTest {
    private static final WorkReply REPLY =
            new WorkReply("order", null, null, 200, "HTTP/1.1", List.of(), false, 0, WorkTimings.NONE, null);

    private final BodyRoom room = new BodyRoom(1_000);
    private final AtomicLong now = new AtomicLong();

    private static Frame data(int bytes) {
        return Frame.of(FrameType.DATA, Frame.MORE, 1, 0, new byte[0], new byte[bytes]);
    }

    private IncomingReply asked(int length) throws ProtocolException {
        IncomingReply reply = new IncomingReply(REPLY, length, now::get);
        reply.ask(room, () -> {});
        return reply;
    }

    @Test
    void aBodyComesInPiecesAndTakesRoomUntilItIsLeft() throws Exception {
        IncomingReply reply = asked(100);
        reply.add(data(60));
        reply.add(data(40));

        reply.checkWhole();
        assertThat(reply.bytes()).hasSize(100);
        assertThat(room.used()).isEqualTo(300);
        reply.leave();
        assertThat(room.used()).isZero();
    }

    @Test
    void aBodyThatWasNotAskedForIsRefused() throws Exception {
        asked(300);
        IncomingReply waits = asked(200);

        assertThatThrownBy(() -> waits.add(data(10)))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("before it was asked for");
    }

    @Test
    void aBodyLongerThanWasSaidIsRefused() throws Exception {
        IncomingReply reply = asked(50);
        reply.add(data(50));

        assertThatThrownBy(() -> reply.add(data(1)))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("longer than the 50 bytes");
    }

    @Test
    void aBodyShorterThanWasSaidIsRefused() throws Exception {
        IncomingReply reply = asked(50);
        reply.add(data(49));

        assertThatThrownBy(reply::checkWhole)
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("shorter");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MIN_VALUE, 65 * 1024 * 1024 + 1, Integer.MAX_VALUE})
    void aLengthThatNoBodyHasIsRefused(int length) {
        assertThatThrownBy(() -> new IncomingReply(REPLY, length, now::get)).isInstanceOf(ProtocolException.class);
    }
}
