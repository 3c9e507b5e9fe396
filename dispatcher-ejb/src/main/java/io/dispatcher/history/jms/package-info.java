/** The history's journal in the broker: the only place that sees it for history. */
@org.jspecify.annotations.NullMarked
package io.dispatcher.history.jms;
