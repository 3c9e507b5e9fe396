/** One request from everywhere, over HTTP. */
@org.jspecify.annotations.NullMarked
package io.dispatcher.matrix.rest;
