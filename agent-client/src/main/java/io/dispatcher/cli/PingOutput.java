package io.dispatcher.cli;

import com.fasterxml.jackson.databind.JsonNode;

/** How the events of a ping are shown. */
interface PingOutput {
    /**
     * Takes an event.
     *
     * @param line as the coordinator sent it
     * @param firstSeq to be added to its sequence number
     */
    void event(String line, JsonNode event, long firstSeq);

    /** There will be no more events. */
    void end();
}
