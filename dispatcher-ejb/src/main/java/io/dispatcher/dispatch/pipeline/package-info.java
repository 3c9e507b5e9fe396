/**
 * What becomes of a request before anything is sent: validate, policy, limits, deadline, select. Pure: no container, no broker, no clock; the
 * same code answers {@code explain}.
 */
@org.jspecify.annotations.NullMarked
package io.dispatcher.dispatch.pipeline;
