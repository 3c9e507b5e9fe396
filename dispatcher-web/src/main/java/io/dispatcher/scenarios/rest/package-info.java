/** Scenarios, their runs and reports over HTTP. May use {@code scenarios}, {@code dispatch} (failures), {@code security} and {@code web}. */
@org.jspecify.annotations.NullMarked
package io.dispatcher.scenarios.rest;
