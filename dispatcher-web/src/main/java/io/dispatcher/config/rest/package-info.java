/** The stored default request over HTTP. May use {@code config}, {@code dispatch} (to check it) and {@code web}. */
@org.jspecify.annotations.NullMarked
package io.dispatcher.config.rest;
