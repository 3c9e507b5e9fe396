/**
 * Mocks over HTTP: their API, and the door where requests are answered before any servlet sees them. May use {@code mocks}, {@code security} and {@code web}.
 */
@org.jspecify.annotations.NullMarked
package io.dispatcher.mocks.rest;
