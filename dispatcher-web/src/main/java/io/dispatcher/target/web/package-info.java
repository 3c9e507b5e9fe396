/**
 * The built-in target's routes on the coordinator's own listeners, for a first try by hand: hello, stream, submit, echo, user agent, files. The command
 * {@code target} has them, and more, on a port of its own. Uses nothing of the product but its settings and the form of its problems.
 */
@org.jspecify.annotations.NullMarked
package io.dispatcher.target.web;
