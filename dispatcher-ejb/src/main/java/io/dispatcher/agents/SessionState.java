package io.dispatcher.agents;

/** Where an agent's session with this node stands; each state knows what may follow. */
public sealed interface SessionState {
    /** The socket is open, HELLO has not come. */
    record Connecting() implements SessionState {
        public Ready welcomed() {
            return new Ready();
        }
    }

    /** Takes orders. */
    record Ready() implements SessionState {
        public Draining drain() {
            return new Draining();
        }
    }

    /** Finishes what it has, takes nothing new. */
    record Draining() implements SessionState {
        public Ready resume() {
            return new Ready();
        }
    }

    /** Over, for this reason. */
    record Closed(String cause) implements SessionState {}
}
