package io.dispatcher.metrics;

/**
 * How an agent did since the start.
 *
 * @param failed requests that ended in a failure
 * @param p50Ms of the durations, as exact as the histogram's buckets are
 */
public record AgentFigures(String agentId, long requests, long failed, double meanMs, double p50Ms, double p95Ms) {}
