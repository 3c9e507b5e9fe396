/** The event log over HTTP: snapshots and the stream. May use {@code events} and {@code web}. */
@org.jspecify.annotations.NullMarked
package io.dispatcher.events.rest;
