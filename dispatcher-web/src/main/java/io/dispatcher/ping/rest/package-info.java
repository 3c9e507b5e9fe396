/** Pings over HTTP: streams, and long polls for tasks whose events are kept. */
@org.jspecify.annotations.NullMarked
package io.dispatcher.ping.rest;
