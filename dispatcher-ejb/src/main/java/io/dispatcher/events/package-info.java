/**
 * What happened, numbered: one log over all nodes, 24 h of it, and the public topic.
 *
 * <p>Every node's records and notes lie in the journal ({@code dispatcher.events.in}); one node at a time, the sequencer, reads it: history and numbered
 * events are one transaction of the database, what is published and the end of what was read one transaction of the broker (ADR 7).
 *
 * <p>Listens to {@code agents}, {@code security} and the outcomes of {@code requests}; writes through {@code history}; may use {@code dispatch}'s values,
 * {@code messaging}, {@code database} and {@code config}. Nobody in the core calls it. Out of scope: HTTP (stream and snapshot are readers of
 * {@link io.dispatcher.events.EventLog}), metrics' exposition.
 */
@org.jspecify.annotations.NullMarked
package io.dispatcher.events;
