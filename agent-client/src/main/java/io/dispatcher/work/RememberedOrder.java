package io.dispatcher.work;

import org.jspecify.annotations.Nullable;

/**
 * What the memory held about an order at the start.
 *
 * @param slot where it is
 * @param reply the encoded reply; null: begun by an instance that died, outcome unknown
 */
record RememberedOrder(int slot, String orderId, byte @Nullable [] reply, byte[] body) {}
