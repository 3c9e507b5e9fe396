package io.dispatcher.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dispatcher.api.ApiClient;
import io.dispatcher.terminal.Table;
import io.dispatcher.terminal.Terminal;
import io.dispatcher.view.Shown;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(name = "token", description = "Create, list and revoke access tokens.")
final class TokenCommand implements Runnable {
    @Spec
    CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to do: create, list or revoke");
    }

    @Command(name = "create", description = "Create a token. It is shown once; the coordinator keeps only a hash.")
    static final class Create extends ApiCommand {
        enum Role {
            viewer,
            operator,
            admin,
            agent
        }

        @Option(
                names = "--role",
                required = true,
                paramLabel = "R",
                description = "What it may do: ${COMPLETION-CANDIDATES}.")
        Role role;

        @Option(names = "--name", paramLabel = "N", description = "A name for it, also its user name at the broker.")
        @Nullable
        String name;

        @Option(names = "--agent-id", paramLabel = "ID", description = "Role agent: only this agent may use it.")
        @Nullable
        String agentId;

        @Option(names = "--upstream", paramLabel = "NAME", description = "Role agent: may claim this upstream.")
        java.util.List<String> upstreams = new java.util.ArrayList<>();

        @Option(names = "--expires", paramLabel = "D", description = "When it ends: a time, or in 12h, 30d, ...")
        @Nullable
        String expires;

        /** The launcher takes this up before this program is asked; here it is for help, manual page and completion. */
        @Option(
                names = "--data-dir",
                paramLabel = "D",
                description = "Make it while the coordinator is down, for its next start on this directory.")
        @Nullable
        String dataDir;

        Create(Terminal terminal) {
            super(terminal);
        }

        @Override
        int run(ApiClient api) throws Exception {
            if (dataDir != null) {
                throw usage("--data-dir: only ./dispatcher, the launcher, makes a token in a directory");
            }
            JsonNode answer = api.post("/api/tokens", body()).json();
            if (json) {
                printJson(answer);
                return ExitCode.OK;
            }
            terminal()
                    .note(terminal()
                            .dim("token " + Shown.text(answer, "id") + " (" + Shown.text(answer, "role")
                                    + "), shown this once: put it in a file and name it with --token-file"));
            terminal().line(Shown.text(answer, "token"));
            return ExitCode.OK;
        }

        private ObjectNode body() {
            ObjectNode body = ApiClient.object().put("role", role.name());
            if (name != null) {
                body.put("name", name);
            }
            if (agentId != null) {
                body.put("agent_id", agentId);
            }
            if (!upstreams.isEmpty()) {
                upstreams.forEach(body.putArray("upstreams")::add);
            }
            if (expires != null) {
                try {
                    body.put("expires", Times.instant(expires, UnaryOperator.identity()));
                } catch (IllegalArgumentException e) {
                    throw usage("--expires: " + e.getMessage());
                }
            }
            return body;
        }
    }

    @Command(name = "list", description = "List the tokens, without their secrets.")
    static final class List extends ApiCommand {
        List(Terminal terminal) {
            super(terminal);
        }

        @Override
        int run(ApiClient api) throws Exception {
            JsonNode tokens = api.all("/api/tokens", Map.of());
            if (json) {
                printJson(tokens);
            } else if (tokens.path("items").isEmpty()) {
                terminal().note("no tokens: the coordinator is open to every local process");
            } else {
                table(tokens.path("items")).print(terminal());
            }
            return ExitCode.OK;
        }

        private static Table table(JsonNode tokens) {
            Table table = new Table()
                    .column("ID")
                    .column("ROLE")
                    .elastic("NAME")
                    .elastic("AGENT")
                    .column("EXPIRES");
            for (JsonNode token : tokens) {
                table.row(
                        Shown.text(token, "id"),
                        Shown.text(token, "role"),
                        Shown.text(token, "name"),
                        Shown.text(token, "agent_id"),
                        Shown.text(token, "expires").replaceFirst("T.*", ""));
            }
            return table;
        }
    }

    @Command(name = "revoke", description = "Revoke a token: it is refused from now on.")
    static final class Revoke extends ApiCommand {
        @Parameters(paramLabel = "ID", description = "The token's id, as in 'dispatcher token list'.")
        String id;

        Revoke(Terminal terminal) {
            super(terminal);
        }

        @Override
        int run(ApiClient api) throws Exception {
            api.delete("/api/tokens/" + ApiClient.encode(id));
            if (json) {
                printJson(ApiClient.object().put("id", id).put("status", "revoked"));
            } else {
                terminal().line(Terminal.oneLine(id) + " revoked");
            }
            return ExitCode.OK;
        }
    }
}
