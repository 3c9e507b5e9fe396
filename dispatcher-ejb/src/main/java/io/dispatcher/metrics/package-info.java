/**
 * Counts what is done: every name and label of the contract, and the figures behind {@code /api/stats}.
 *
 * <p>Listens to {@code dispatch}, reads {@code agents} and the queues when somebody looks. Nobody in the core calls it. Labels stay bounded:
 * known agents, known methods, statuses; never a URL or an unchecked value. Out of scope: rendering (web).
 */
@org.jspecify.annotations.NullMarked
package io.dispatcher.metrics;
