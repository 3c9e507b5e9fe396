package io.dispatcher.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.dispatcher.terminal.Terminal;
import io.dispatcher.view.PingBoard;
import io.dispatcher.view.PingLines;

/** A line an event as it comes, in the end a line for each agent and target. */
final class PlainPings implements PingOutput {
    private final PingBoard board;
    private final Terminal terminal;

    PlainPings(PingBoard board, Terminal terminal) {
        this.board = board;
        this.terminal = terminal;
    }

    @Override
    public void event(String line, JsonNode event, long firstSeq) {
        board.heard(event);
        if (!event.path("type").asText().equals("summary")) {
            terminal.line(PingLines.event(event, firstSeq, terminal));
        }
    }

    @Override
    public void end() {
        PingLines.summaries(board, terminal).forEach(terminal::line);
    }
}
