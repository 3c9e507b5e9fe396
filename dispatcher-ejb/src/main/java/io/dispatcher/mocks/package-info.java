/**
 * Requests that are answered by stored rules, without anybody behind them: which rule fits a request, what it answers, and why none fits. Looks are made in
 * memory, in a snapshot that changes are compiled into; the database is asked for changes of other nodes. May use {@code matching}, {@code dispatch} (failures
 * and strict JSON), {@code history} (to make a mock of a record), {@code cluster} (to tell other
 * nodes of changes), {@code config}, {@code database}. Out of scope: how an answer is written, and who is told.
 */
@org.jspecify.annotations.NullMarked
package io.dispatcher.mocks;
