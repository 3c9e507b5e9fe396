/**
 * HTTP exchanges that this coordinator makes itself, under its own egress policy: the same request and the same story as those of agents. May use
 * {@code dispatch} (requests, records, listeners) and {@code protocol}. Out of scope: who may ask for one, redirects (nobody here follows them).
 */
@org.jspecify.annotations.NullMarked
package io.dispatcher.direct;
