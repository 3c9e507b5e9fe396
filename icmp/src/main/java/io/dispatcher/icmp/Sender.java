package io.dispatcher.icmp;

/** How a ping sends. */
@FunctionalInterface
interface Sender {
    /** Sends the probe, or finds that it cannot be sent now; returns when the ping may send next. */
    long send(Ping ping, Probe probe);
}
