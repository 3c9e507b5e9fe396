package io.dispatcher.monitor.model;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What the coordinator answered at one time. A missing node is what was not asked for this time.
 *
 * @param nanos when, by {@link System#nanoTime}
 * @param agents items of the list
 * @param queues items of the list
 * @param history items of the list, newest first
 */
public record Sample(long nanos, JsonNode stats, JsonNode agents, JsonNode pool, JsonNode queues, JsonNode history) {}
