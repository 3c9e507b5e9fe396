/** Ping orders between nodes, by the queue each node has for what others tell it. The only place of pings that sees the broker. */
@org.jspecify.annotations.NullMarked
package io.dispatcher.ping.jms;
