/**
 * Orders in the broker: the only place that sees Artemis for dispatch. The Core API is used where JMS cannot do what the queues need: one
 * message per credit and individual acknowledgement (ARCHITECTURE D3).
 */
@org.jspecify.annotations.NullMarked
package io.dispatcher.dispatch.jms;
