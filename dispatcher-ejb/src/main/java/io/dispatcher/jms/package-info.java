/**
 * The public JMS contract ({@code docs/jms.md}): requests of other systems come in on {@code dispatcher.requests}, their answers go to where they asked
 * for them. A thin adapter: may use {@code requests} (for those that are stored), {@code dispatch} (for those somebody waits for), {@code
 * messaging}, {@code config} and the broker's names. Out of scope: how a request is executed, the event log, and who may use the broker.
 */
@org.jspecify.annotations.NullMarked
package io.dispatcher.jms;
