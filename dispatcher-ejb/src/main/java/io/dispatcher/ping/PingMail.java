package io.dispatcher.ping;

import io.dispatcher.protocol.PingOrder;
import io.dispatcher.protocol.PingResult;
import io.dispatcher.protocol.ProtocolException;
import io.dispatcher.protocol.Wire;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one node says to another about a ping order: the node whose caller watches to the node that has the agent, and back. What does not belong to the kind
 * is null or empty.
 *
 * @param kind one of the names below
 * @param node who says it
 * @param ids of the orders it is about; several only for {@link #KEEP}
 */
record PingMail(
        int version,
        String kind,
        String node,
        List<String> ids,
        @Nullable String agentId,
        @Nullable PingOrder order,
        List<PingResult> results,
        @Nullable String why) {
    static final int VERSION = 1;

    /** Begin this order. */
    static final String START = "start";
    /** End it. */
    static final String CANCEL = "cancel";
    /** These are still watched. */
    static final String KEEP = "keep";
    /** Results; more will come. */
    static final String RESULTS = "results";
    /** The last results. */
    static final String ENDED = "ended";
    /** Nothing more will come. */
    static final String LOST = "lost";

    PingMail {
        ids = List.copyOf(ids);
        results = List.copyOf(results);
    }

    static PingMail start(String node, String id, String agentId, PingOrder order) {
        return new PingMail(VERSION, START, node, List.of(id), agentId, order, List.of(), null);
    }

    static PingMail of(String kind, String node, List<String> ids) {
        return new PingMail(VERSION, kind, node, ids, null, null, List.of(), null);
    }

    static PingMail results(String node, String id, List<PingResult> results, boolean last) {
        return new PingMail(VERSION, last ? ENDED : RESULTS, node, List.of(id), null, null, results, null);
    }

    static PingMail lost(String node, String id, String why) {
        return new PingMail(VERSION, LOST, node, List.of(id), null, null, List.of(), why);
    }

    byte[] encode() {
        return Wire.write(this);
    }

    /** @throws ProtocolException if it is none of this version, or about nothing */
    static PingMail decode(byte[] bytes) throws ProtocolException {
        PingMail mail = Wire.read(ByteBuffer.wrap(bytes), PingMail.class);
        if (mail.version != VERSION || mail.ids.isEmpty()) {
            throw new ProtocolException("ping mail of version " + mail.version);
        }
        return mail;
    }

    String id() {
        return ids.get(0);
    }
}
