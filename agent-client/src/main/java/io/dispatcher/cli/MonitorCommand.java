package io.dispatcher.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.dispatcher.api.ApiClient;
import io.dispatcher.terminal.Terminal;
import io.dispatcher.view.MonitorTable;
import io.dispatcher.view.Shown;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(name = "monitor", description = "Check targets again and again: add, list, show, pause, resume, remove.")
final class MonitorCommand implements Runnable {
    static final String PATH = "/api/monitors";

    @Spec
    CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "say what to do: list, add, show, results, pause, resume or remove");
    }

    @Command(name = "list", description = "List the monitors and the states of their targets.")
    static final class List extends ApiCommand {
        List(Terminal terminal) {
            super(terminal);
        }

        @Override
        int run(ApiClient api) throws Exception {
            JsonNode monitors = api.all(PATH, Map.of());
            if (json) {
                printJson(monitors);
            } else if (monitors.path("items").isEmpty()) {
                terminal().note("no monitors: add one with 'dispatcher monitor add'");
            } else {
                MonitorTable.of(monitors.path("items"), terminal()).print(terminal());
            }
            return ExitCode.OK;
        }
    }

    /** What is done with one. */
    abstract static class One extends ApiCommand {
        @Parameters(paramLabel = "NAME", description = "Its name or id, as in 'dispatcher monitor list'.")
        String name;

        One(Terminal terminal) {
            super(terminal);
        }

        /** Where it is. */
        final String path(ApiClient api) throws Exception {
            for (JsonNode monitor : api.all(PATH, Map.of()).path("items")) {
                if (monitor.path("name").asText().equals(name)) {
                    return PATH + "/" + ApiClient.encode(monitor.path("id").asText());
                }
            }
            return PATH + "/" + ApiClient.encode(name);
        }
    }

    @Command(
            name = "show",
            description = "Show a monitor and how each vantage point sees its target. Exit code 4 if it is down.")
    static final class Show extends One {
        Show(Terminal terminal) {
            super(terminal);
        }

        @Override
        int run(ApiClient api) throws Exception {
            JsonNode monitor = api.get(path(api), Map.of()).json();
            if (json) {
                printJson(monitor);
            } else {
                MonitorTable.print(monitor, terminal());
            }
            return Shown.text(monitor, "state").equals("down") ? ExitCode.ASSERTION : ExitCode.OK;
        }
    }

    /** Pausing and going on. */
    private abstract static class Change extends One {
        private final String what;
        private final String done;

        Change(Terminal terminal, String what, String done) {
            super(terminal);
            this.what = what;
            this.done = done;
        }

        @Override
        final int run(ApiClient api) throws Exception {
            JsonNode monitor = api.post(path(api) + "/" + what, null).json();
            if (json) {
                printJson(monitor);
            } else {
                terminal().line(Terminal.oneLine(name) + " " + done);
            }
            return ExitCode.OK;
        }
    }

    @Command(name = "pause", description = "Make no more runs until it is resumed.")
    static final class Pause extends Change {
        Pause(Terminal terminal) {
            super(terminal, "pause", "paused");
        }
    }

    @Command(name = "resume", description = "Make runs again, the first at once.")
    static final class Resume extends Change {
        Resume(Terminal terminal) {
            super(terminal, "resume", "resumed");
        }
    }

    @Command(name = "remove", description = "Remove a monitor and its results.")
    static final class Remove extends One {
        Remove(Terminal terminal) {
            super(terminal);
        }

        @Override
        int run(ApiClient api) throws Exception {
            api.delete(path(api));
            if (json) {
                printJson(ApiClient.object().put("name", name).put("status", "removed"));
            } else {
                terminal().line(Terminal.oneLine(name) + " removed");
            }
            return ExitCode.OK;
        }
    }
}
