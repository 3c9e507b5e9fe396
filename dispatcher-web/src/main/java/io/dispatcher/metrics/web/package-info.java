/** Metrics, statistics and health over HTTP. May use {@code metrics}, {@code agents} (the table of all), {@code database}, {@code dispatch} (is the broker there) and {@code web}. */
@org.jspecify.annotations.NullMarked
package io.dispatcher.metrics.web;
