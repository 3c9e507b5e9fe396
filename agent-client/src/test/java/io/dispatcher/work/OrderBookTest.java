package io.dispatcher.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dispatcher.protocol.KnownOrder;
import io.dispatcher.protocol.ProtocolException;
import io.dispatcher.protocol.Wire;
import io.dispatcher.protocol.WorkReply;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OrderBookTest {
    private static final ByteBuffer NO_BODY = ByteBuffer.allocate(0);

    @TempDir
    Path directory;

    private final HandWork work = new HandWork();
    private final Sent sent = new Sent();
    private OrderBook book;

    private static final class Sent implements ReplyChannel {
        final List<String> lines = new ArrayList<>();

        @Nullable
        String acknowledged;

        @Nullable
        String replied;

        @Override
        public void answering(int stream) {
            lines.add("answering " + stream);
        }

        @Override
        public void acknowledge(int stream, @Nullable String upstreamReqId) {
            lines.add("ack " + stream + (upstreamReqId == null ? "" : " upstream"));
            acknowledged = upstreamReqId;
        }

        @Override
        public void reply(int stream, byte[] metadata, ReplyBody body) {
            try {
                WorkReply reply = Wire.read(ByteBuffer.wrap(metadata), WorkReply.class);
                replied = reply.upstreamReqId();
                String failure =
                        reply.failure() == null ? "" : " " + reply.failure().type();
                ByteBuffer bytes = ByteBuffer.allocate((int) body.size());
                body.read(0, bytes);
                lines.add("reply " + stream + " " + reply.orderId() + failure + " "
                        + new String(bytes.array(), StandardCharsets.UTF_8));
            } catch (ProtocolException | IOException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public void abandon(int stream) {
            lines.add("abandon " + stream);
        }
    }

    @BeforeEach
    void start() throws Exception {
        restart(64, 8);
    }

    /** What a new process after a {@code kill -9} sees: nothing was closed or flushed. */
    private void restart(int slots, int credit) throws IOException {
        book = new OrderBook(work, MappedOrderMemory.open(directory, slots), credit);
        sent.lines.clear();
    }

    private void take(int stream, String id) throws ProtocolException {
        book.order(stream, HandWork.order(id), NO_BODY);
    }

    @Test
    void anUpstreamsOrderHasAnIdOfOurOwn() throws Exception {
        book.connected(sent);
        book.order(1, HandWork.upstreamOrder("o1"), NO_BODY);
        String id = sent.acknowledged;
        assertThat(id).isNotBlank();
        assertThat(work.upstreamReqId("o1")).isEqualTo(id);
        book.connected(sent);
        book.order(1, HandWork.upstreamOrder("o1"), NO_BODY);
        assertThat(sent.acknowledged).isEqualTo(id);
        work.finish("o1", "x");
        assertThat(sent.replied).isEqualTo(id);
        take(2, "o2");
        assertThat(sent.acknowledged).isNull();
    }

    @Test
    void aFinishedOrderOfADeadInstanceIsSentAgain() throws Exception {
        book.connected(sent);
        take(1, "small");
        take(2, "large");
        work.finish("small", "s");
        work.finish("large", "l".repeat(60_000));
        restart(64, 8);

        assertThat(book.known())
                .containsExactly(new KnownOrder("small", false, true), new KnownOrder("large", false, true));
        book.connected(sent);
        assertThat(sent.lines).containsExactly("reply -1 small s", "reply -2 large " + "l".repeat(60_000));
        book.confirm(-1);
        book.confirm("large");
        restart(64, 8);
        assertThat(book.known()).isEmpty();
    }

    @Test
    void aBegunOrderOfADeadInstanceIsNeverRunAgain() throws Exception {
        book.connected(sent);
        take(1, "o1");
        restart(64, 8);
        book.connected(sent);

        assertThat(book.known()).containsExactly(new KnownOrder("o1", false, false));
        assertThat(sent.lines).isEmpty();
        take(1, "o1");

        assertThat(sent.lines).containsExactly("ack 1", "reply 1 o1 agent-lost ");
        assertThat(work.begun()).isEqualTo(1);
        book.confirm(1);
        assertThat(book.known()).isEmpty();
    }

    @Test
    void aLostOrderCanBeReleasedByItsId() throws Exception {
        take(1, "o1");
        restart(64, 8);
        book.confirm("o1");
        restart(64, 8);

        assertThat(book.known()).isEmpty();
    }

    @Test
    void aReplyTooLargeToKeepIsLostWithTheProcessOnly() throws Exception {
        book.connected(sent);
        take(1, "o1");
        work.finish("o1", "x".repeat(100_000));
        assertThat(book.known()).containsExactly(new KnownOrder("o1", false, true));
        restart(64, 8);

        assertThat(book.known()).containsExactly(new KnownOrder("o1", false, false));
    }

    @Test
    void aMemoryOfAnotherSizeKeepsWhatItHeld() throws Exception {
        take(1, "o1");
        take(2, "o2");
        work.finish("o2", "y".repeat(5000));
        restart(128, 8);

        assertThat(book.known()).containsExactly(new KnownOrder("o1", false, false), new KnownOrder("o2", false, true));
        book.connected(sent);
        assertThat(sent.lines).containsExactly("reply -1 o2 " + "y".repeat(5000));
    }

    @Test
    void aDamagedMemoryIsNoReasonNotToStart() throws Exception {
        take(1, "o1");
        work.finish("o1", "x");
        byte[] noise = new byte[500_000];
        new java.util.Random(1).nextBytes(noise);
        java.nio.file.Files.write(directory.resolve("orders"), noise);
        restart(64, 8);
        take(1, "o2");

        assertThat(work.open()).contains("o2");
    }

    @Test
    void whenTheMemoryIsFullTheOldestUnconfirmedReplyIsGivenUp() throws Exception {
        restart(4, 2);
        for (int i = 1; i <= 6; i++) {
            take(i, "o" + i);
            work.finish("o" + i, "x");
        }

        assertThat(book.known()).extracting(KnownOrder::orderId).containsExactly("o3", "o4", "o5", "o6");
        restart(4, 2);
        assertThat(book.known()).extracting(KnownOrder::orderId).containsExactly("o3", "o4", "o5", "o6");
    }

    @Test
    void aWholeDaysOrdersPassThroughAFewSlots() throws Exception {
        restart(4, 2);
        book.connected(sent);
        for (int i = 1; i <= 100_000; i++) {
            take(i, "o" + i);
            work.finish("o" + i, i % 1000 == 0 ? "x".repeat(3000) : "x");
            book.confirm(i);
            sent.lines.clear();
        }

        assertThat(book.known()).isEmpty();
        assertThat(book.inFlight()).isZero();
    }

    @Test
    void aCancelledOrderIsForgottenAndItsCreditFree() throws Exception {
        restart(4, 1);
        book.connected(sent);
        take(1, "o1");
        book.cancel(1);
        take(2, "o2");

        assertThat(work.cancelled()).containsExactly("o1");
        assertThat(sent.lines).containsExactly("ack 1", "ack 2");
    }

    @Test
    void cancellingAfterTheReplyStopsItsBody() throws Exception {
        book.connected(sent);
        take(1, "o1");
        work.finish("o1", "x".repeat(100_000));
        sent.lines.clear();
        book.cancel(1);

        assertThat(sent.lines).containsExactly("abandon 1");
        assertThat(book.known()).isEmpty();
    }

    @Test
    void anUnconfirmableStreamIsIgnored() {
        book.confirm(77);
        book.confirm("nobody");
        book.cancel(77);

        assertThat(book.known()).isEmpty();
    }

    @Test
    void aStreamUsedTwiceBreaksTheProtocol() throws Exception {
        take(1, "o1");

        assertThatThrownBy(() -> take(1, "o2")).isInstanceOf(ProtocolException.class);
    }

    @Test
    void waitingForQuietEndsWithTheLastReplyAndConfirmation() throws Exception {
        book.connected(sent);
        take(1, "o1");
        assertThat(book.awaitIdle(10)).isFalse();
        work.finish("o1", "x");
        assertThat(book.awaitIdle(10)).isTrue();
        assertThat(book.awaitConfirmed(10)).isFalse();
        book.confirm(1);
        assertThat(book.awaitConfirmed(10)).isTrue();
    }
}
