/**
 * What was done, remembered: every finished dispatch as one searchable record.
 *
 * <p>Listens to {@code dispatch}; may use {@code config} and {@code database}. Nobody in the core calls it;
 * {@code events} writes its records where it numbers what happened, in one transaction. Out of scope: HTTP rendering,
 * doing it again (replay), live events.
 */
@org.jspecify.annotations.NullMarked
package io.dispatcher.history;
