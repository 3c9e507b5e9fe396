/**
 * The real terminal of the monitor: raw mode, the alternate screen, keys, sizes, and all of it given back.
 *
 * <p>Purpose: the only place that touches JLine's terminal. Allowed dependencies: JLine, {@code model} for keys. Out of
 * scope: what is drawn and what a key means.
 */
@org.jspecify.annotations.NullMarked
package io.dispatcher.monitor.tty;
