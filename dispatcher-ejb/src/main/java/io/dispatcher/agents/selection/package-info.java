/**
 * Which address gets the next request: pure, deterministic for a given random source, no container, no clock of its own.
 */
@org.jspecify.annotations.NullMarked
package io.dispatcher.agents.selection;
