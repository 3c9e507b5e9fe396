/**
 * The built-in target: an HTTP server to send requests to, so that everything can be tried and tested offline.
 *
 * <p>Purpose: small, bounded, predictable answers, and a view of what a target sees (who connected from where). Allowed
 * dependencies: Jetty's core server, Jackson. Out of scope: mocks, access control, the command line.
 */
@org.jspecify.annotations.NullMarked
package io.dispatcher.target;
