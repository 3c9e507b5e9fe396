/**
 * What a scenario is and how it runs: steps, assertions, faults, reports. Pure: time, and who makes the exchanges, come from outside; the same scenario with
 * the same seed and answers makes the same run. May use {@code matching} and {@code protocol} (header fields).
 */
@org.jspecify.annotations.NullMarked
package io.dispatcher.scenarios.engine;
