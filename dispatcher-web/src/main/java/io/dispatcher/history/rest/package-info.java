/** The history over HTTP: parse, one call, render. May use {@code history} and {@code web}. */
@org.jspecify.annotations.NullMarked
package io.dispatcher.history.rest;
