/** {@code /api/queues}, {@code /api/dead-letters} and {@code /api/expired}. */
@org.jspecify.annotations.NullMarked
package io.dispatcher.queues.rest;
