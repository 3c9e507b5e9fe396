/** Monitors over HTTP. May use {@code monitors}, {@code security} and {@code web}. */
@org.jspecify.annotations.NullMarked
package io.dispatcher.monitors.rest;
