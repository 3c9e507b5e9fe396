/** {@code /api/callbacks}: what their receivers must know. */
@org.jspecify.annotations.NullMarked
package io.dispatcher.callbacks.rest;
