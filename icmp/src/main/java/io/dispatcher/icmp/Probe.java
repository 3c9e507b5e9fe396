package io.dispatcher.icmp;

/** One try of one sequence number. */
final class Probe {
    /** How it stands. */
    enum State {
        OUTSTANDING,
        ANSWERED,
        /** Its timeout is over, or it ended in an error. */
        GIVEN_UP,
        /** Nobody wants to know any more. */
        FORGOTTEN
    }

    final Ping ping;
    final int seq;
    final int attempt;
    long sentAt;
    State state = State.OUTSTANDING;

    Probe(Ping ping, int seq, int attempt) {
        this.ping = ping;
        this.seq = seq;
        this.attempt = attempt;
    }
}
