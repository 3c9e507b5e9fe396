package io.dispatcher.protocol;

/**
 * Round trips of one ping in nanoseconds.
 *
 * @param stddev of the population
 * @param jitter mean absolute difference between one answer and the next
 */
public record PingTimes(long min, long avg, long max, long stddev, long jitter, long p50, long p95) {}
