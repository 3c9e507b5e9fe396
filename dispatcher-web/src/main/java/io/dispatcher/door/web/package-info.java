/**
 * The order in which everything looks at a request before its servlet does. May use the filters of {@code web} and {@code metrics}. Out of scope: what they do.
 */
@org.jspecify.annotations.NullMarked
package io.dispatcher.door.web;
