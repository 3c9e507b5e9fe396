package io.dispatcher.protocol;

/** Names an order where no stream of this session does. */
public record OrderRef(String orderId) {}
