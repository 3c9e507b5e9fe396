package io.dispatcher.icmp.packet;

import java.net.InetAddress;

/** What may come in answer to an echo request. */
public sealed interface IcmpMessage {
    /**
     * The target answered.
     *
     * @param cookie the first bytes of the payload, zeros behind its end
     * @param size of the whole message with its header of 8 bytes
     */
    record EchoReply(int identifier, int sequence, long cookie, int size) implements IcmpMessage {
        public int payload() {
            return size - EchoRequest.HEADER;
        }
    }

    /**
     * A router or the target's kernel could not deliver it.
     *
     * @param destination of the request that the message quotes
     * @param identifier of that request
     * @param sequence of that request
     */
    record Undelivered(Failure failure, InetAddress destination, int identifier, int sequence) implements IcmpMessage {}
}
