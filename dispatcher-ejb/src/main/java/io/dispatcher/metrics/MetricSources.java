package io.dispatcher.metrics;

import java.util.Map;

/** What is looked up when somebody asks for the metrics. Zeros and empty maps while there is nothing to look at. Thread-safe. */
public interface MetricSources {
    int agentsConnected();

    int agentsTotal();

    int poolSize();

    int poolAvailable();

    int webSocketConnections();

    /** How many times each known agent has connected with this node, since its start. */
    Map<String, Long> agentConnections();

    /** Messages that wait, by agent id, and under {@code unassigned}; unknown depths are left out. */
    Map<String, Long> queueDepths();

    /** Requests that wait for an agent, by the upstream they are for: of those that an agent claimed at some time, and of all others together as {@code none}. */
    Map<String, Long> waitingForUpstreams();

    /** Bodies of tunnels that are on their way by connections of their own. */
    int tunnelStreams();

    /** How long the oldest request that waits in a queue has been here, in milliseconds; 0 if none waits. */
    long oldestWaitingMs();

    /** Bytes of memory that large requests take. */
    long requestBytes();

    /** Bytes of memory that large answers take. */
    long answerBytes();

    /** Large answers that agents hold back until there is memory for them. */
    int answersWaiting();

    /** Messages that expired and are kept to be looked at; 0 if not known. */
    long expired();

    /** Messages that nobody could understand or route; 0 if not known. */
    long dead();

    /** What became of callbacks, since the start. */
    Map<String, Long> callbacks();

    /** Messages of the journal that are not yet in the database, each up to some hundreds of records or events. */
    long historyLag();

    /** Records that wait to be given to the journal. */
    long historyWaiting();

    /** Records that will be missing in the history, since the start. */
    long historyDropped();

    /** Events that this node numbered since the start. */
    long eventsNumbered();

    /** Those of them that went to the topic. */
    long eventsPublished();

    /** Those of them that the topic's subscribers miss because it was full. */
    long eventsDropped();

    /** What never became an event because the journal was away for too long. */
    long eventsLost();

    /** @see io.dispatcher.events.EventFigures#leftOut() */
    long eventsLeftOut();

    /** Requests that came by messages since the start, by what became of them: accepted, refused, expired. */
    Map<String, Long> jmsRequests();

    /** Replies to them since the start: sent, undeliverable. */
    Map<String, Long> jmsReplies();

    /** Records kept without bodies and hops because the recorder could not keep up, since the start. */
    long historyThinned();
}
