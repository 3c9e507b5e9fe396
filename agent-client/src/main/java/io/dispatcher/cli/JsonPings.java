package io.dispatcher.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.dispatcher.terminal.Terminal;
import io.dispatcher.view.PingBoard;

/** The events as they were sent. */
final class JsonPings implements PingOutput {
    private final PingBoard board;
    private final Terminal terminal;

    JsonPings(PingBoard board, Terminal terminal) {
        this.board = board;
        this.terminal = terminal;
    }

    @Override
    public void event(String line, JsonNode event, long firstSeq) {
        board.heard(event);
        terminal.line(line);
    }

    @Override
    public void end() {
        // the summaries were events
    }
}
