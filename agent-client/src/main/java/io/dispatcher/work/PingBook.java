package io.dispatcher.work;

import io.dispatcher.icmp.work.PingWork;
import io.dispatcher.protocol.Frame;
import io.dispatcher.protocol.FrameType;
import io.dispatcher.protocol.PingOrder;
import io.dispatcher.protocol.PingResults;
import io.dispatcher.protocol.ProtocolException;
import io.dispatcher.protocol.Wire;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The ping orders of one session: unlike other work they end with it, because whoever watches them is told that the agent is lost. Thread-safe.
 */
public final class PingBook {
    private static final int MOST_ORDERS = 10_000;

    private final @Nullable PingWork work;
    private final Map<Integer, Runnable> cancels = new HashMap<>();
    private boolean over;

    /** @param work null: this agent cannot ping */
    public PingBook(@Nullable PingWork work) {
        this.work = work;
    }

    /**
     * Begins an order.
     *
     * @param channel takes frames; false: there is no room for it now
     * @throws ProtocolException if the stream is not a new one, there are too many, or this agent never said that it could ping
     */
    public void begin(int stream, PingOrder order, Predicate<Frame> channel) throws ProtocolException {
        if (work == null) {
            throw new ProtocolException("a PING for an agent that cannot ping");
        }
        synchronized (this) {
            if (over) {
                return;
            }
            if (stream <= 0 || cancels.containsKey(stream) || cancels.size() >= MOST_ORDERS) {
                throw new ProtocolException("a PING on stream " + stream + ", which is not a new one or one too many");
            }
            cancels.put(stream, () -> {});
        }
        Runnable cancel = work.begin(order, (results, last) -> {
            int flags = last ? 0 : Frame.MORE;
            boolean sent = channel.test(
                    Frame.of(FrameType.PINGED, flags, stream, 0, Wire.write(new PingResults(results)), new byte[0]));
            if (sent && last) {
                ended(stream);
            }
            return sent;
        });
        keep(stream, cancel);
    }

    private void keep(int stream, Runnable cancel) {
        boolean late;
        synchronized (this) {
            late = over;
            if (!over) {
                cancels.computeIfPresent(stream, (number, none) -> cancel);
            }
        }
        if (late) {
            cancel.run();
        }
    }

    private synchronized void ended(int stream) {
        cancels.remove(stream);
    }

    /** Ends an order soon; one that has ended is left alone. */
    public void cancel(int stream) {
        Runnable cancel;
        synchronized (this) {
            cancel = cancels.get(stream);
        }
        if (cancel != null) {
            cancel.run();
        }
    }

    /** The session is over. */
    public void close() {
        List<Runnable> all;
        synchronized (this) {
            over = true;
            all = List.copyOf(cancels.values());
            cancels.clear();
        }
        all.forEach(Runnable::run);
    }
}
