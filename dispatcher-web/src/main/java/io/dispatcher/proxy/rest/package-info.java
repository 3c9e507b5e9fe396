/** Requests to targets over HTTP. May use {@code proxy}, {@code dispatch} (answers), {@code targets}, {@code config}, {@code security} and {@code web}. */
@org.jspecify.annotations.NullMarked
package io.dispatcher.proxy.rest;
