/** Replays over HTTP: parse, one call, render. May use {@code replay}, {@code history}, {@code dispatch} and {@code web}. */
@org.jspecify.annotations.NullMarked
package io.dispatcher.replay.rest;
