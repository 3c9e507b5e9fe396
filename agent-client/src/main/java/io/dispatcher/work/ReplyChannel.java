package io.dispatcher.work;

import org.jspecify.annotations.Nullable;

/** The way back to the node, of one session. Its methods never block; after the session's end they do nothing. Thread-safe. */
public interface ReplyChannel {
    /**
     * The order of this stream was noted.
     *
     * @param upstreamReqId of one for an upstream, else null
     */
    void acknowledge(int stream, @Nullable String upstreamReqId);

    /** The answer to the order of this stream is on its way by itself. */
    void answering(int stream);

    /**
     * Sends a reply.
     *
     * @param stream the order's stream, or a negative one for an order of an earlier session
     * @param metadata an encoded {@link io.dispatcher.protocol.WorkReply}
     */
    void reply(int stream, byte[] metadata, ReplyBody body);

    /** Sends no more of this stream's body. */
    void abandon(int stream);
}
