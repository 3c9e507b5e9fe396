/** Agents and their addresses over REST: {@code /api/agents}, {@code /conns}, {@code /api/pool/status}. */
@org.jspecify.annotations.NullMarked
package io.dispatcher.agents.rest;
