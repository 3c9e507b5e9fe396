package io.dispatcher.cluster;

import io.dispatcher.protocol.ProtocolException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Tells the others of this node in time, and hears them. Its parts are called by one thread each; thread-safe. */
final class Presence {
    private static final System.Logger LOG = System.getLogger(Presence.class.getName());
    private static final long BEAT_NANOS = Duration.ofSeconds(1).toNanos();

    private final OwnPresence own;
    private final Neighbours neighbours;
    private final Consumer<byte[]> topic;
    private final BooleanSupplier brokerAvailable;
    private final LongSupplier nanos;
    private volatile boolean soon = true;
    private boolean wasAway;
    private long lastBeat;

    Presence(
            OwnPresence own,
            Neighbours neighbours,
            Consumer<byte[]> topic,
            BooleanSupplier brokerAvailable,
            LongSupplier nanos) {
        this.own = own;
        this.neighbours = neighbours;
        this.topic = topic;
        this.brokerAvailable = brokerAvailable;
        this.nanos = nanos;
    }

    /** Something changed that the others should know before the next beat is due. */
    void beatSoon() {
        soon = true;
    }

    void tellInFull() {
        own.tellInFull();
        beatSoon();
    }

    /** Call several times a second. */
    void tick() {
        if (!brokerAvailable.getAsBoolean()) {
            wasAway = true;
            return;
        }
        if (wasAway) {
            wasAway = false;
            neighbours.listenAnew();
            tellInFull();
        }
        neighbours.look();
        long now = nanos.getAsLong();
        if (soon || now - lastBeat >= BEAT_NANOS) {
            soon = false;
            lastBeat = now;
            topic.accept(own.next().encode());
        }
    }

    /** The last word of this node. */
    void stop() {
        if (brokerAvailable.getAsBoolean()) {
            topic.accept(own.last().encode());
        }
    }

    void heard(byte[] message) {
        try {
            neighbours.heard(Beat.decode(message));
        } catch (ProtocolException e) {
            LOG.log(Level.WARNING, "a coordinator is not understood: {0}", e.getMessage());
        }
    }
}
