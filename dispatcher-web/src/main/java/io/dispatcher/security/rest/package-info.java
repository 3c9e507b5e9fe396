/** Tokens over HTTP. May use {@code security} and {@code web}. */
@org.jspecify.annotations.NullMarked
package io.dispatcher.security.rest;
