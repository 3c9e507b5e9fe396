package io.dispatcher.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dispatcher.api.ApiClient;
import io.dispatcher.api.EventFollower;
import io.dispatcher.api.Unreachable;
import io.dispatcher.terminal.Terminal;
import io.dispatcher.view.EventLines;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "events",
        sortOptions = false,
        description = "Show what happened, oldest first, or what happens. With --json one event a line.")
final class EventsCommand extends ApiCommand {
    private static final long AGAIN_MS = 1_000;
    private static final int PAGE = 1_000;

    @Option(
            names = "--follow",
            description = "Go on with what happens, until interrupted; also when the coordinator is restarted.")
    boolean follow;

    @Option(
            names = "--since-id",
            paramLabel = "N",
            description = "Only after this number (default: the last --limit; with --follow: from now on).")
    @Nullable
    Long since;

    @Option(names = "--type", paramLabel = "T", description = "Only of this type: request.failed, agent.*; repeatable.")
    List<String> types = new ArrayList<>();

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "At most so many, without --follow (default ${DEFAULT-VALUE}).")
    int limit = 20;

    EventsCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    int run(ApiClient api) throws Exception {
        if (follow) {
            return following(api);
        }
        if (limit < 1 || limit > PAGE) {
            throw usage("--limit must be from 1 to " + PAGE);
        }
        long from = since == null ? Math.max(0, EventFollower.last(api) - limit) : since;
        JsonNode snapshot = EventFollower.snapshot(api, from, limit);
        if (snapshot.path("gap").asBoolean()) {
            terminal().note(terminal().dim("numbers are missing: left out, or older than a day"));
        }
        for (JsonNode event : snapshot.path("events")) {
            show(event);
        }
        return ExitCode.OK;
    }

    private int following(ApiClient api) throws Exception {
        Shower shower = new Shower();
        try (EventFollower follower = new EventFollower(api, since == null ? EventFollower.last(api) : since)) {
            while (true) {
                try {
                    follower.follow(shower);
                } catch (Unreachable e) {
                    shower.away(e);
                }
                TimeUnit.MILLISECONDS.sleep(AGAIN_MS);
            }
        }
    }

    private final class Shower implements EventFollower.Reader {
        private boolean told;

        @Override
        public void opened() {
            told = false;
        }

        @Override
        public void event(JsonNode event) {
            show(event);
        }

        @Override
        public void gap(JsonNode gap) {
            EventsCommand.this.gap((ObjectNode) gap);
        }

        void away(Unreachable e) {
            if (!told) {
                terminal().note(terminal().dim(e.getMessage() + "; trying again"));
                told = true;
            }
        }
    }

    private void gap(ObjectNode gap) {
        if (json) {
            terminal().line(gap.put("type", "gap").toString());
        } else {
            terminal()
                    .line(terminal()
                            .yellow("gap: " + gap.path("from").asText() + " to "
                                    + gap.path("to").asText() + " are missing"));
        }
    }

    private void show(JsonNode event) {
        String type = event.path("type").asText();
        if (!types.isEmpty() && types.stream().noneMatch(wanted -> matches(wanted, type))) {
            return;
        }
        if (json) {
            terminal().line(event.toString());
        } else {
            EventLines.print(event, terminal());
        }
    }

    private static boolean matches(String wanted, String type) {
        return wanted.endsWith("*") ? type.startsWith(wanted.substring(0, wanted.length() - 1)) : type.equals(wanted);
    }
}
