package io.dispatcher.icmp;

/** Takes a ping's events, in order, on the engine's thread: it must not block. One that throws loses its ping. */
@FunctionalInterface
public interface PingListener {
    void onEvent(PingEvent event);
}
