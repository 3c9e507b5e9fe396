package io.dispatcher.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.dispatcher.api.Answer;
import io.dispatcher.api.ApiClient;
import io.dispatcher.terminal.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** What an operator does to one agent. */
abstract class AgentStateCommand extends ApiCommand {
    @Parameters(paramLabel = "ID", description = "The agent's id, as in 'dispatcher agents'.")
    String id;

    AgentStateCommand(Terminal terminal) {
        super(terminal);
    }

    final String path() {
        return "/api/agents/" + ApiClient.encode(id);
    }

    final int show(JsonNode answer, String done) throws Exception {
        if (!json) {
            terminal().line(Terminal.oneLine(id) + " " + done);
        } else if (answer.isObject()) {
            printJson(answer);
        } else {
            printJson(ApiClient.object().put("agent_id", id).put("status", done));
        }
        return ExitCode.OK;
    }

    @Command(name = "drain", description = "Give the agent no new work; what it has begun ends as usual.")
    static final class Drain extends AgentStateCommand {
        Drain(Terminal terminal) {
            super(terminal);
        }

        @Override
        int run(ApiClient api) throws Exception {
            Answer answer = api.post(path() + "/drain", null);
            return show(answer.json(), answer.json().path("status").asText("draining"));
        }
    }

    @Command(name = "resume", description = "Give a draining agent new work again.")
    static final class Resume extends AgentStateCommand {
        Resume(Terminal terminal) {
            super(terminal);
        }

        @Override
        int run(ApiClient api) throws Exception {
            Answer answer = api.post(path() + "/resume", null);
            return show(answer.json(), answer.json().path("status").asText("resumed"));
        }
    }

    @Command(
            name = "remove",
            description = "Remove the agent: its channel is closed, its process ends, its queue goes.")
    static final class Remove extends AgentStateCommand {
        Remove(Terminal terminal) {
            super(terminal);
        }

        @Override
        int run(ApiClient api) throws Exception {
            return show(api.delete(path()).json(), "removed");
        }
    }
}
