package io.dispatcher.events;

/** Somebody who follows the events. Called by one thread; must not block. */
public interface EventSink {
    /** Whether it can take more now. */
    boolean room();

    /** Frames of server-sent events, whole ones. */
    void send(byte[] frames);

    /** It has not taken anything for too long, or the node stops: nothing more will come. */
    void cut();
}
