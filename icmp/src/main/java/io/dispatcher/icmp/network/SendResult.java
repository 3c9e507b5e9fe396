package io.dispatcher.icmp.network;

import io.dispatcher.icmp.packet.Failure;

/** What became of a message that was handed over for sending. */
public sealed interface SendResult {
    /** It is on its way. */
    record Sent() implements SendResult {}

    /** There was no room for it; the same will work soon. */
    record Busy() implements SendResult {}

    /** It will not leave this machine. */
    record Failed(Failure failure) implements SendResult {}

    SendResult SENT = new Sent();
    SendResult BUSY = new Busy();
}
