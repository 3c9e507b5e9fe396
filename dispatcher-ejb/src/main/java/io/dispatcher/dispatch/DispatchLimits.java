package io.dispatcher.dispatch;

import java.util.function.BooleanSupplier;

/**
 * What a node accepts at once.
 *
 * @param maxInFlight requests accepted and not ended, over all callers
 * @param draining true once the node is shutting down
 */
public record DispatchLimits(int maxInFlight, BooleanSupplier draining) {}
