package io.dispatcher.connection;

import io.dispatcher.protocol.ProtocolException;
import io.dispatcher.protocol.Welcome;

/** Where a session stands; each state knows where it can go. */
sealed interface ChannelState {
    /** Connected and introduced, not yet welcomed. */
    record Greeting() implements ChannelState {
        Ready welcomed(Welcome welcome) throws ProtocolException {
            if (welcome.heartbeatMs() < 10 || welcome.heartbeatMs() > 600_000) {
                throw new ProtocolException(
                        "a heartbeat of " + welcome.heartbeatMs() + " ms is not between 10 and 600000");
            }
            return new Ready(welcome, System.nanoTime());
        }
    }

    /** Takes orders. */
    record Ready(Welcome welcome, long sinceNanos) implements ChannelState {
        Draining drained() {
            return new Draining(welcome, sinceNanos);
        }
    }

    /** Takes no new orders, finishes those in flight. */
    record Draining(Welcome welcome, long sinceNanos) implements ChannelState {
        Ready resumed() {
            return new Ready(welcome, sinceNanos);
        }
    }

    /** Over; the last state. */
    record Over(Closed cause) implements ChannelState {}

    default Over over(Closed cause) {
        return this instanceof Over over ? over : new Over(cause);
    }
}
