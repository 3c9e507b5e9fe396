/**
 * Load on an HTTP server and what came of it: a closed loop over connections, or a rate whatever the server does.
 *
 * <p>May use {@code protocol} and HdrHistogram. Out of scope: options and output (the command line's), TLS.
 */
@org.jspecify.annotations.NullMarked
package io.dispatcher.load;
