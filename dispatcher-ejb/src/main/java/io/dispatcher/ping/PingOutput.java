package io.dispatcher.ping;

import io.dispatcher.protocol.PingResult;

/** Takes a task's events, one call at a time. Must not block. */
public interface PingOutput {
    /** Does not listen. */
    PingOutput NOBODY = new PingOutput() {
        @Override
        public void event(String type, byte[] json, boolean essential) {}

        @Override
        public void end() {}
    };

    /** One event before it is written as JSON, for who lives here; {@link #event} follows. */
    default void result(String agentId, PingResult result) {}

    /**
     * One event.
     *
     * @param type as in the event
     * @param json UTF-8, one line without its end
     * @param essential a summary or an error: to be told whatever is left out
     */
    void event(String type, byte[] json, boolean essential);

    /** It was the last one. */
    void end();
}
