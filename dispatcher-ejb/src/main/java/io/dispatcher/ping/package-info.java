/**
 * Pings from vantage points, live: a task is many targets pinged from many agents at once, each pair of them told as it happens and ended by one
 * summary.
 *
 * <p>May use {@code dispatch} (its records, failures and policy), {@code agents}, {@code config}, {@code icmp} and the wire records;
 * {@code .jms} is the only place that sees the broker. Out of scope: HTTP and WebSocket (web adapters write what a task tells), storing (the history
 * listens), checks that are repeated for ever ({@code monitors}).
 */
@org.jspecify.annotations.NullMarked
package io.dispatcher.ping;
