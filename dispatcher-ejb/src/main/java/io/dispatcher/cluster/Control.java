package io.dispatcher.cluster;

import io.dispatcher.protocol.ProtocolException;
import io.dispatcher.protocol.Wire;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One thing that a node asks or tells all others, as it goes over {@code dispatcher.control}. What a newer node says and this one does not know is
 * left alone.
 *
 * @param what one of the names below
 * @param id of the agent or order it is about
 */
record Control(
        int version,
        String node,
        String what,
        @Nullable String id,
        @Nullable String reason) {
    static final int VERSION = 1;

    /** An order shall end; with the reason. */
    static final String CANCEL = "cancel";
    /** Who has this order? */
    static final String SEEK = "seek";
    /** I have this order. */
    static final String HAVE = "have";
    /** An agent shall get no new orders. */
    static final String DRAIN = "drain";
    /** It may get them again. */
    static final String RESUME = "resume";
    /** An agent is no more. */
    static final String REMOVED = "removed";
    /** An agent was registered, and is in the database. */
    static final String REGISTERED = "registered";
    /** What you have of this in memory is old; the id says of what. */
    static final String CHANGED = "changed";
    /** Tell all of your agents again; the id is a node's. */
    static final String INTRODUCE = "introduce";

    byte[] encode() {
        return Wire.write(this);
    }

    static Control decode(byte[] bytes) throws ProtocolException {
        Control control = Wire.read(ByteBuffer.wrap(bytes), Control.class);
        if (control.version != VERSION || control.id == null) {
            throw new ProtocolException("control message of version " + control.version);
        }
        return control;
    }
}
