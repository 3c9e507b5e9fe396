/** {@code /api/execute} and its kin: parse, one call, render. Asynchronous servlets, because this is the hot path. */
@org.jspecify.annotations.NullMarked
package io.dispatcher.dispatch.rest;
