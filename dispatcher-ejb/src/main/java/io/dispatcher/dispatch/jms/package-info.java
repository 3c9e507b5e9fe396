/**
 * Orders in the broker: the only place that sees Artemis for dispatch. JMS cannot do what the queues need, one message per credit and individual
 * acknowledgement (ARCHITECTURE D3): an external broker is used over the Core API, the embedded one from inside its process (ADR 3).
 */
@org.jspecify.annotations.NullMarked
package io.dispatcher.dispatch.jms;
