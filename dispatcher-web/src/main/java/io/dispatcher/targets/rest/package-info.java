/** Targets over HTTP. May use {@code targets}, {@code security} and {@code web}. */
@org.jspecify.annotations.NullMarked
package io.dispatcher.targets.rest;
