/**
 * What all HTTP adapters share: JSON, problems, the security filter, response headers.
 *
 * <p>May use {@code dispatch} (failures), {@code database} (is it away), {@code security} and {@code config}. Out of scope: any endpoint.
 */
@org.jspecify.annotations.NullMarked
package io.dispatcher.web;
