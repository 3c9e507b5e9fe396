package io.dispatcher.monitor;

import com.fasterxml.jackson.databind.JsonNode;
import io.dispatcher.api.ApiClient;
import io.dispatcher.api.ApiProblem;
import io.dispatcher.api.Unreachable;
import io.dispatcher.monitor.model.Desk;
import io.dispatcher.monitor.model.Page;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Asks the coordinator, beside the thread that draws, and hands the answers to it. */
final class ApiActions implements Actions, AutoCloseable {
    private static final int AT_ONCE = 3;
    private static final int WAITING = 8;
    /** The same as the commands wait for a target that takes its time. */
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private static final String STORED = "/api/config/request";

    private interface Call {
        JsonNode answer() throws ApiProblem, Unreachable, InterruptedException;
    }

    private final ApiClient api;
    private final Desk desk;
    private final Inbox inbox;
    private final Watch watch;
    private final Runnable redraw;
    private final Runnable end;
    private final ThreadPoolExecutor workers;

    ApiActions(ApiClient api, Desk desk, Inbox inbox, Watch watch, Runnable redraw, Runnable end) {
        this.api = api;
        this.desk = desk;
        this.inbox = inbox;
        this.watch = watch;
        this.redraw = redraw;
        this.end = end;
        this.workers = new ThreadPoolExecutor(
                AT_ONCE, AT_ONCE, 1, TimeUnit.SECONDS, new ArrayBlockingQueue<>(WAITING), work -> {
                    Thread thread = new Thread(work, "top-action");
                    thread.setDaemon(true);
                    return thread;
                });
    }

    @Override
    public void load(Page page, String path) {
        ask(() -> api.get(path, Map.of()).json(), page::loaded, page::failed);
    }

    @Override
    public void agent(String id, String verb) {
        ask(
                () -> api.post("/api/agents/" + ApiClient.encode(id) + "/" + verb, null)
                        .json(),
                agent -> {
                    desk.notice(id + " is " + agent.path("status").asText(verb), false);
                    watch.now();
                },
                why -> desk.notice(id + ": " + why, true));
    }

    @Override
    public void replay(Page page, JsonNode wishes) {
        String path = "/api/replay/" + ApiClient.encode(page.id());
        ask(() -> api.call("POST", path, wishes, Map.of(), LONGEST).json(), page::loaded, page::failed);
    }

    @Override
    public void stored(Consumer<JsonNode> then) {
        ask(this::storedOrEmpty, then, why -> desk.notice(why, true));
    }

    private JsonNode storedOrEmpty() throws ApiProblem, Unreachable, InterruptedException {
        try {
            return api.get(STORED, Map.of()).json();
        } catch (ApiProblem e) {
            if (e.status() == 404) {
                return ApiClient.object();
            }
            throw e;
        }
    }

    @Override
    public void run(Page page, JsonNode request) {
        ask(
                () -> {
                    api.post(STORED, request);
                    return api.call("POST", "/api/execute", null, Map.of(), LONGEST)
                            .json();
                },
                page::loaded,
                page::failed);
    }

    @Override
    public void redraw() {
        redraw.run();
    }

    @Override
    public void end() {
        end.run();
    }

    private void ask(Call call, Consumer<JsonNode> answered, Consumer<String> failed) {
        try {
            workers.execute(() -> tell(call, answered, failed));
        } catch (RejectedExecutionException e) {
            failed.accept("too much is under way: wait for an answer first");
        }
    }

    private void tell(Call call, Consumer<JsonNode> answered, Consumer<String> failed) {
        try {
            try {
                JsonNode answer = call.answer();
                inbox.put(() -> answered.accept(answer));
            } catch (ApiProblem e) {
                inbox.put(() -> failed.accept(e.line()));
            } catch (Unreachable e) {
                inbox.put(() -> failed.accept(String.valueOf(e.getMessage())));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        workers.shutdownNow();
    }
}
