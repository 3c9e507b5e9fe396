/** Looks on at requests to the coordinator's own target routes, and has them recorded. */
@org.jspecify.annotations.NullMarked
package io.dispatcher.inbound.web;
