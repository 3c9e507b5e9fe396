/** {@code /api/requests}: durable requests, looked up and taken back. */
@org.jspecify.annotations.NullMarked
package io.dispatcher.requests.rest;
