package io.dispatcher.boot.http;

/** The connections of all our listeners ({@code io.dispatcher:type=Connections}). */
public interface ConnectionCountMXBean {
    /** Open now. */
    long getActive();

    /** Accepted since the start. */
    long getTotal();

    /** Refused because there were too many. */
    long getRejected();
}
