package io.dispatcher.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dispatcher.api.ApiClient;
import io.dispatcher.terminal.Terminal;
import io.dispatcher.view.LetterLines;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(name = "dead", description = "List, show, retry and discard dead letters.")
final class DeadCommand implements Runnable {
    private static final String PATH = "/api/dead-letters";

    @Spec
    CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to do: list, show, retry or discard");
    }

    @Command(name = "list", description = "List what could not be understood, routed or delivered, oldest first.")
    static final class List extends ApiCommand {
        @Option(names = "--expired", description = "List copies of what expired instead.")
        boolean expired;

        List(Terminal terminal) {
            super(terminal);
        }

        @Override
        int run(ApiClient api) throws Exception {
            JsonNode letters = api.all(expired ? "/api/expired" : PATH, Map.of());
            if (json) {
                printJson(letters);
            } else if (letters.path("items").isEmpty()) {
                terminal().note(expired ? "nothing expired" : "no dead letters");
            } else {
                LetterLines.table(letters.path("items")).print(terminal());
            }
            return ExitCode.OK;
        }
    }

    @Command(name = "show", description = "Show a dead letter whole.")
    static final class Show extends ApiCommand {
        @Parameters(paramLabel = "ID", description = "Its id, as in 'dispatcher dead list'.")
        String id;

        @Option(names = "--expired", description = "Of those that 'dead list --expired' shows.")
        boolean expired;

        Show(Terminal terminal) {
            super(terminal);
        }

        @Override
        int run(ApiClient api) throws Exception {
            JsonNode letter = api.get((expired ? "/api/expired/" : PATH + "/") + ApiClient.encode(id), Map.of())
                    .json();
            if (json) {
                printJson(letter);
            } else {
                LetterLines.print(letter, terminal());
            }
            return ExitCode.OK;
        }
    }

    /** What is done to one, or to all. */
    private abstract static class Change extends ApiCommand {
        @Parameters(arity = "0..1", paramLabel = "ID", description = "Its id, as in 'dispatcher dead list'.")
        @Nullable
        String id;

        @Option(names = "--all", description = "All of them.")
        boolean all;

        Change(Terminal terminal) {
            super(terminal);
        }

        @Override
        final int run(ApiClient api) throws Exception {
            if (all == (id != null)) {
                throw usage("give either the ID of a dead letter or --all");
            }
            return id == null ? all(api) : one(api, id, PATH + "/" + ApiClient.encode(id));
        }

        abstract int all(ApiClient api) throws Exception;

        abstract int one(ApiClient api, String letter, String path) throws Exception;

        final void show(JsonNode answer, String line) throws Exception {
            if (json) {
                printJson(answer);
            } else {
                terminal().line(line);
            }
        }
    }

    @Command(name = "retry", description = "Send a dead letter, or all, back to the queue it came from.")
    static final class Retry extends Change {
        Retry(Terminal terminal) {
            super(terminal);
        }

        @Override
        int all(ApiClient api) throws Exception {
            JsonNode done = api.post(PATH + "/retry", null).json();
            int left = done.path("left").asInt();
            show(
                    done,
                    done.path("retried").asInt() + " sent back"
                            + (left == 0
                                    ? ""
                                    : ", " + left + " left: their queue is gone, or they could not be reached"));
            return ExitCode.OK;
        }

        @Override
        int one(ApiClient api, String letter, String path) throws Exception {
            JsonNode done = api.post(path + "/retry", null).json();
            show(
                    done,
                    Terminal.oneLine(letter) + " sent back to "
                            + Terminal.oneLine(done.path("queue").asText()));
            return ExitCode.OK;
        }
    }

    @Command(name = "discard", description = "Discard a dead letter, or all, for good.")
    static final class Discard extends Change {
        Discard(Terminal terminal) {
            super(terminal);
        }

        @Override
        int all(ApiClient api) throws Exception {
            JsonNode done = api.delete(PATH).json();
            show(done, done.path("discarded").asInt() + " discarded");
            return ExitCode.OK;
        }

        @Override
        int one(ApiClient api, String letter, String path) throws Exception {
            api.delete(path);
            ObjectNode done = ApiClient.object().put("id", letter).put("status", "discarded");
            show(done, Terminal.oneLine(letter) + " discarded");
            return ExitCode.OK;
        }
    }
}
