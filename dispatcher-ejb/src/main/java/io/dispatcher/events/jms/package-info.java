/** The broker as the event log sees it: the journal's one reader, the public topic, and outcomes on their way to the journal. */
@org.jspecify.annotations.NullMarked
package io.dispatcher.events.jms;
