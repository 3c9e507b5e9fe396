package io.dispatcher.dispatch;

/**
 * What a node accepts.
 *
 * @param maxInFlight requests accepted and not ended, over all callers
 * @param maxInFlightPerCaller the same per token; open mode is one caller
 * @param requestsPerSecond per token, with a burst of as many; 0 = no limit
 */
public record DispatchLimits(int maxInFlight, int maxInFlightPerCaller, int requestsPerSecond) {}
