package io.dispatcher.events;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Somebody who follows the events, and how far it has come. For one thread. */
final class Follower {
    private static final byte[] HEARTBEAT = ": heartbeat\n\n".getBytes(StandardCharsets.UTF_8);
    private static final int BATCH_BYTES = 64 * 1024;
    private static final int AT_ONCE = 500;
    private static final long STUCK_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final EventSink sink;
    private final long heartbeatNanos;
    private final LongSupplier nanos;
    private long cursor;
    private long sent;
    private long hadRoom;

    Follower(long since, EventSink sink, double heartbeatSeconds, LongSupplier nanos) {
        this.cursor = since;
        this.sink = sink;
        this.heartbeatNanos = (long) (heartbeatSeconds * 1e9);
        this.nanos = nanos;
        this.sent = nanos.getAsLong();
        this.hadRoom = sent;
    }

    /** @return whether it could take more at once */
    boolean serve(NewestEvents newest, EventLog log) throws SQLException {
        if (!sink.room()) {
            return false;
        }
        hadRoom = nanos.getAsLong();
        boolean more = newest.covers(cursor)
                ? send(newest.after(cursor))
                : send(log.after(cursor, AT_ONCE).stream()
                        .map(NewestEvents.Frame::of)
                        .iterator());
        beat();
        return more;
    }

    private boolean send(Iterator<NewestEvents.Frame> frames) {
        ByteArrayOutputStream batch = new ByteArrayOutputStream();
        while (frames.hasNext() && batch.size() < BATCH_BYTES) {
            NewestEvents.Frame frame = frames.next();
            if (frame.number() > cursor + 1) {
                batch.writeBytes(
                        NewestEvents.Frame.gap(cursor + 1, frame.number() - 1).bytes());
            }
            batch.writeBytes(frame.bytes());
            cursor = frame.number();
        }
        if (batch.size() > 0) {
            sent = nanos.getAsLong();
            sink.send(batch.toByteArray());
        }
        return batch.size() > 0;
    }

    /** Says that the stream lives if it said nothing for long. */
    void beat() {
        long now = nanos.getAsLong();
        if (now - sent >= heartbeatNanos && sink.room()) {
            sent = now;
            sink.send(HEARTBEAT);
        }
    }

    boolean stuck() {
        return nanos.getAsLong() - hadRoom > STUCK_NANOS;
    }

    void cut() {
        sink.cut();
    }
}
