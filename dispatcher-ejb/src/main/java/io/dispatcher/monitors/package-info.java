/**
 * Stored checks that are made again and again: pings and HTTP exchanges from chosen vantage points, their results over time, and the states that follow from
 * them. May use {@code agents}, {@code dispatch} and {@code ping} (which make the checks), {@code history} (to redact, and for times in ids), {@code config},
 * {@code database}. Out of scope: how a check is made, and who is told of a change: listeners.
 */
@org.jspecify.annotations.NullMarked
package io.dispatcher.monitors;
