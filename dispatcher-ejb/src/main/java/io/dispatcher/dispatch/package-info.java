/**
 * One request's way: from a caller through the pipeline and a queue to an agent, and its outcome back.
 *
 * <p>May use {@code agents}, {@code targets}, {@code config}, {@code security} and the wire records. {@code .pipeline} is pure; {@code .jms}
 * is the only place that sees the broker. Out of scope: HTTP (web adapters parse and render), storing (history listens).
 */
@org.jspecify.annotations.NullMarked
package io.dispatcher.dispatch;
