package io.dispatcher.cli;

import io.dispatcher.api.ApiClient;
import io.dispatcher.terminal.Terminal;
import io.dispatcher.view.PingBoard;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "ping",
        sortOptions = false,
        description =
                "Ping targets from agents, or from the coordinator itself, and show it as it happens. Exit code 4 "
                        + "if nothing answered. --json: an event a line.")
final class PingCommand extends ApiCommand {
    @Mixin
    PingRequest request = new PingRequest();

    PingCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    int run(ApiClient api) throws Exception {
        var task = request.json(this);
        PingBoard board = new PingBoard(request.targets);
        PingSession session = new PingSession(api, board, output(board), terminal());
        try (Interruption interruption = new Interruption(session::stop)) {
            session.run(task, request.infinite);
            return interruption.ended(board.answered() ? ExitCode.OK : ExitCode.ASSERTION);
        }
    }

    private PingOutput output(PingBoard board) {
        if (json) {
            return new JsonPings(board, terminal());
        }
        return terminal().interactive() ? new LivePings(board, terminal()) : new PlainPings(board, terminal());
    }
}
