/** The broker as durable requests see it: where outcomes are read and expired orders are heard of. */
@org.jspecify.annotations.NullMarked
package io.dispatcher.requests.jms;
