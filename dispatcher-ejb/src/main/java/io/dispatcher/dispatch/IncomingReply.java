package io.dispatcher.dispatch;

import io.dispatcher.protocol.Frame;
import io.dispatcher.protocol.ProtocolException;
import io.dispatcher.protocol.WorkReply;
import java.io.ByteArrayOutputStream;

/** A reply whose body is still coming. Its owner guards it. */
final class IncomingReply {
    /** The most a request may ask for, and a frame beyond. */
    private static final int LIMIT = 65 * 1024 * 1024;

    private final WorkReply reply;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream(Frame.MAX_DATA_BYTES);

    IncomingReply(WorkReply reply) {
        this.reply = reply;
    }

    WorkReply reply() {
        return reply;
    }

    void add(Frame frame) throws ProtocolException {
        if (body.size() + frame.body().remaining() > LIMIT) {
            throw new ProtocolException("a reply's body is over " + LIMIT + " bytes");
        }
        if (frame.body().hasArray()) {
            body.write(
                    frame.body().array(),
                    frame.body().arrayOffset() + frame.body().position(),
                    frame.body().remaining());
        } else {
            body.writeBytes(frame.bodyBytes());
        }
    }

    byte[] bytes() {
        return body.toByteArray();
    }
}
