package io.dispatcher.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispatcher.protocol.Acknowledgement;
import io.dispatcher.protocol.Frame;
import io.dispatcher.protocol.FrameCodec;
import io.dispatcher.protocol.FrameType;
import io.dispatcher.protocol.Wire;
import io.dispatcher.work.ReplyBody;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutboxTest {
    private final Outbox outbox = new Outbox();
    private final ByteBuffer buffer = ByteBuffer.allocate(Outbox.MESSAGE_BYTES);

    private List<Frame> message() throws Exception {
        ByteBuffer copy = ByteBuffer.allocate(Frame.MAX_MESSAGE_BYTES);
        copy.put(outbox.take(buffer));
        return FrameCodec.decode(copy.flip());
    }

    private static ReplyBody body(int size) {
        return ReplyBody.of(new byte[size], size);
    }

    @Test
    void whatIsPendingGoesIntoOneMessageControlFramesFirst() throws Exception {
        outbox.reply(1, new byte[10], body(5));
        outbox.control(Frame.bare(FrameType.HEARTBEAT, 0, 3));
        outbox.reply(2, new byte[10], body(5));
        outbox.control(Frame.bare(FrameType.ACK, 7, 0));

        assertThat(message())
                .extracting(Frame::type, Frame::stream)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(FrameType.HEARTBEAT, 0),
                        org.assertj.core.groups.Tuple.tuple(FrameType.ACK, 7),
                        org.assertj.core.groups.Tuple.tuple(FrameType.REPLY, 1),
                        org.assertj.core.groups.Tuple.tuple(FrameType.REPLY, 2));
        assertThat(outbox.isEmpty()).isTrue();
    }

    @Test
    void anAcknowledgementThatNothingFollowsGoesByItself() throws Exception {
        outbox.acknowledge(3, null);
        outbox.acknowledge(4, "their-id");

        assertThat(message())
                .extracting(Frame::type, Frame::stream)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(FrameType.ACK, 3),
                        org.assertj.core.groups.Tuple.tuple(FrameType.ACK, 4));
        assertThat(outbox.isEmpty()).isTrue();
    }

    @Test
    void anAcknowledgementSaysTheAgentsOwnIdIfThereIsOne() throws Exception {
        outbox.acknowledge(3, null);
        outbox.acknowledge(4, "their-id");

        List<Frame> frames = message();
        assertThat(frames.get(0).metadata().hasRemaining()).isFalse();
        assertThat(Wire.read(frames.get(1).metadata(), Acknowledgement.class).upstreamReqId())
                .isEqualTo("their-id");
    }

    @Test
    void aReplyStandsForItsAcknowledgement() throws Exception {
        outbox.acknowledge(3, null);
        outbox.acknowledge(4, "their-id");
        outbox.reply(3, new byte[10], body(5));

        assertThat(message())
                .extracting(Frame::type, Frame::stream)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(FrameType.ACK, 4),
                        org.assertj.core.groups.Tuple.tuple(FrameType.REPLY, 3));
    }

    @Test
    void largeBodiesTakeTurnsAndEndOnce() throws Exception {
        outbox.reply(1, new byte[10], body(300_000));
        outbox.reply(2, new byte[10], body(70_000));
        List<Frame> frames = new ArrayList<>(message());
        assertThat(frames).extracting(Frame::value).containsExactly(300_000, 70_000);
        outbox.sendBody(1);
        outbox.sendBody(2);
        while (!outbox.isEmpty()) {
            List<Frame> message = message();
            assertThat(message.stream().mapToInt(Frame::encodedLength).sum()).isLessThanOrEqualTo(Outbox.MESSAGE_BYTES);
            frames.addAll(message);
        }

        assertThat(frames.stream().map(Frame::stream)).startsWith(1, 2, 1, 2, 1, 2, 1);
        for (int stream : new int[] {1, 2}) {
            List<Frame> own =
                    frames.stream().filter(frame -> frame.stream() == stream).toList();
            assertThat(own.get(0).type()).isEqualTo(FrameType.REPLY);
            assertThat(own.subList(0, own.size() - 1)).allMatch(Frame::more);
            assertThat(own.get(own.size() - 1).more()).isFalse();
            assertThat(own.stream().mapToInt(frame -> frame.body().remaining()).sum())
                    .isEqualTo(stream == 1 ? 300_000 : 70_000);
        }
    }

    @Test
    void aFloodOfRepliesDoesNotStarveABody() throws Exception {
        outbox.reply(1, new byte[10], body(200_000));
        message();
        outbox.sendBody(1);
        for (int i = 2; i < 30; i++) {
            outbox.reply(i, new byte[10], body(60_000));
        }

        assertThat(message()).anyMatch(frame -> frame.type() == FrameType.DATA && frame.stream() == 1);
    }

    @Test
    void aLargeBodyIsHeldBackUntilTheNodeHasRoom() throws Exception {
        outbox.reply(1, new byte[10], body(100_000));
        message();
        outbox.reply(2, new byte[10], body(5));

        assertThat(message()).extracting(Frame::stream).containsExactly(2);
        assertThat(outbox.isEmpty()).isFalse();
        outbox.sendBody(1);
        outbox.sendBody(1);
        outbox.sendBody(77);

        assertThat(message())
                .extracting(Frame::type, Frame::stream)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(FrameType.DATA, 1),
                        org.assertj.core.groups.Tuple.tuple(FrameType.DATA, 1));
        assertThat(outbox.isEmpty()).isTrue();
    }

    @Test
    void aFrameLargerThanAMessageGoesAlone() throws Exception {
        outbox.control(Frame.of(FrameType.HELLO, 0, new byte[400_000]));
        outbox.control(Frame.bare(FrameType.HEARTBEAT, 0, 0));

        assertThat(message()).extracting(Frame::type).startsWith(FrameType.HELLO);
    }

    @Test
    void anAbandonedBodyStops() throws Exception {
        outbox.reply(1, new byte[10], body(1_000_000));
        message();
        outbox.abandon(1);

        assertThat(outbox.isEmpty()).isTrue();
    }

    @Test
    void aClosedOutboxGivesAndTakesNothing() throws Exception {
        outbox.control(Frame.bare(FrameType.HEARTBEAT, 0, 0));
        outbox.close();
        outbox.control(Frame.bare(FrameType.HEARTBEAT, 0, 0));

        assertThat(outbox.take(buffer)).isNull();
    }
}
