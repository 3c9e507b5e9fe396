/**
 * The broker of this product: Artemis configured by code, its rights, and the resource adapter that starts it.
 *
 * <p>Purpose: one place that knows which queues exist, what happens when they are full, expire or cannot be routed, and
 * who may use them. Allowed dependencies: Artemis, Jakarta Connectors, the JDK. Out of scope: what the messages mean,
 * who the users are (the application says so through {@link io.dispatcher.broker.BrokerAuthenticator}).
 */
@NullMarked
package io.dispatcher.broker;

import org.jspecify.annotations.NullMarked;
