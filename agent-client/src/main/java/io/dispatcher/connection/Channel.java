package io.dispatcher.connection;

import io.dispatcher.protocol.CloseCode;
import io.dispatcher.protocol.Frame;
import io.dispatcher.protocol.FrameCodec;
import io.dispatcher.protocol.FrameType;
import io.dispatcher.protocol.OrderRef;
import io.dispatcher.protocol.PingOrder;
import io.dispatcher.protocol.ProtocolException;
import io.dispatcher.protocol.Welcome;
import io.dispatcher.protocol.Wire;
import io.dispatcher.protocol.WorkOrder;
import io.dispatcher.work.OrderBook;
import io.dispatcher.work.PingBook;
import io.dispatcher.work.ReplyBody;
import io.dispatcher.work.ReplyChannel;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One session with a node, from the open socket to its end. Incoming messages come from one thread at a time; everything outgoing passes
 * the {@link Outbox}. Whatever a node sends that it should not ends the session with {@link CloseCode#BAD_FRAME}.
 */
final class Channel implements ReplyChannel {
    private static final int DEAD_AFTER_HEARTBEATS = 3;

    private final OrderBook book;
    private final PingBook pings;
    private final Outbox outbox = new Outbox();
    private final CompletableFuture<Welcome> welcomed = new CompletableFuture<>();
    private final CompletableFuture<Closed> closed = new CompletableFuture<>();
    private final CompletableFuture<Void> gone = new CompletableFuture<>();
    private volatile ChannelState state = new ChannelState.Greeting();
    private volatile long lastHeardNanos = System.nanoTime();

    Channel(OrderBook book, PingBook pings) {
        this.book = book;
        this.pings = pings;
    }

    Outbox outbox() {
        return outbox;
    }

    /** Completed with the node's WELCOME; exceptionally never, see {@link #closed()}. */
    CompletableFuture<Welcome> welcomed() {
        return welcomed;
    }

    /** Completed once, with why the session is over. */
    CompletableFuture<Closed> closed() {
        return closed;
    }

    /** Completed by the writer when it has said goodbye; never when there was no socket. */
    CompletableFuture<Void> gone() {
        return gone;
    }

    ChannelState state() {
        return state;
    }

    /** A message from the node. */
    void received(ByteBuffer message) {
        lastHeardNanos = System.nanoTime();
        try {
            for (Frame frame : FrameCodec.decode(message)) {
                handle(frame);
            }
        } catch (ProtocolException e) {
            end(new Closed(CloseCode.BAD_FRAME, "the coordinator broke the protocol: " + e.getMessage()));
        }
    }

    private void handle(Frame frame) throws ProtocolException {
        ChannelState now = state;
        if (now instanceof ChannelState.Over) {
            return;
        }
        if (now instanceof ChannelState.Greeting greeting) {
            welcome(greeting, frame);
            return;
        }
        switch (frame.type()) {
            case ORDER -> book.order(frame.stream(), Wire.read(frame.metadata(), WorkOrder.class), frame.body());
            case CANCEL -> book.cancel(frame.stream());
            case CONFIRM -> confirm(frame);
            case SEND_BODY -> outbox.sendBody(frame.stream());
            case PING -> pings.begin(frame.stream(), Wire.read(frame.metadata(), PingOrder.class), outbox::offer);
            case PING_CANCEL -> pings.cancel(frame.stream());
            case HEARTBEAT -> {}
            case DRAIN -> move(was -> was instanceof ChannelState.Ready ready ? ready.drained() : was);
            case RESUME -> move(was -> was instanceof ChannelState.Draining draining ? draining.resumed() : was);
            default -> throw new ProtocolException("a " + frame.type() + " frame is not for an agent now");
        }
    }

    private void welcome(ChannelState.Greeting greeting, Frame frame) throws ProtocolException {
        if (frame.type() != FrameType.WELCOME) {
            throw new ProtocolException("the first frame is " + frame.type() + ", not WELCOME");
        }
        Welcome welcome = Wire.read(frame.metadata(), Welcome.class);
        ChannelState.Ready ready = greeting.welcomed(welcome);
        move(was -> was instanceof ChannelState.Greeting ? ready : was);
        book.connected(this);
        welcomed.complete(welcome);
    }

    private synchronized void move(UnaryOperator<ChannelState> step) {
        state = step.apply(state);
    }

    private void confirm(Frame frame) throws ProtocolException {
        if (frame.stream() != 0) {
            book.confirm(frame.stream());
        } else {
            book.confirm(Wire.read(frame.metadata(), OrderRef.class).orderId());
        }
    }

    /** Called every heartbeat: says that we live, and ends the session when the node has not said so for too long. */
    void beat(int heartbeatMs) {
        long silentMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - lastHeardNanos);
        if (silentMs > (long) DEAD_AFTER_HEARTBEATS * heartbeatMs) {
            end(new Closed(null, "the coordinator was silent for " + silentMs + " ms"));
        } else {
            outbox.control(Frame.bare(FrameType.HEARTBEAT, 0, book.inFlight()));
        }
    }

    /** The session is over; only the first cause counts. */
    void end(Closed cause) {
        move(was -> was.over(cause));
        outbox.close();
        book.disconnected(this);
        pings.close();
        closed.complete(cause);
    }

    @Override
    public void answering(int stream) {
        outbox.control(Frame.bare(FrameType.ANSWERING, stream, 0));
    }

    @Override
    public void acknowledge(int stream, @Nullable String upstreamReqId) {
        outbox.acknowledge(stream, upstreamReqId);
    }

    @Override
    public void reply(int stream, byte[] metadata, ReplyBody body) {
        outbox.reply(stream, metadata, body);
    }

    @Override
    public void abandon(int stream) {
        outbox.abandon(stream);
    }
}
