package io.dispatcher.scenarios;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dispatcher.agents.AgentDirectory;
import io.dispatcher.agents.AgentView;
import io.dispatcher.agents.selection.Selection;
import io.dispatcher.dispatch.DispatchKind;
import io.dispatcher.dispatch.DispatchRecord;
import io.dispatcher.dispatch.ExecuteRequest;
import io.dispatcher.dispatch.ExecuteRequestParser;
import io.dispatcher.dispatch.InvalidRequestException;
import io.dispatcher.protocol.Names;
import io.dispatcher.proxy.TargetRequest;
import io.dispatcher.proxy.Ways;
import io.dispatcher.scenarios.engine.Answer;
import io.dispatcher.scenarios.engine.Exchanges;
import io.dispatcher.targets.Target;
import io.dispatcher.targets.Targets;
import io.dispatcher.targets.Via;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Steps' requests as the product makes them, in the name of who started the run. No redirect is followed on any way. Thread-safe. */
final class StepExchanges implements Exchanges {
    static final int MOST_PLACES = 100;

    private static final long MOST_BYTES = 1_048_576;
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Targets targets;
    private final AgentDirectory agents;
    private final ExecuteRequestParser parser;
    private final Ways ways;
    private final BooleanSupplier draining;
    private final Executor looking;
    private final @Nullable String caller;

    /**
     * @param draining nothing is begun any more
     * @param looking into bodies takes its time
     */
    StepExchanges(
            Targets targets,
            AgentDirectory agents,
            ExecuteRequestParser parser,
            Ways ways,
            BooleanSupplier draining,
            Executor looking,
            @Nullable String caller) {
        this.targets = targets;
        this.agents = agents;
        this.parser = parser;
        this.ways = ways;
        this.draining = draining;
        this.looking = looking;
        this.caller = caller;
    }

    @Override
    public Prepared prepare(ObjectNode request, @Nullable ObjectNode from) throws StepException {
        if (draining.getAsBoolean()) {
            throw new StepException("the coordinator is being stopped");
        }
        try {
            if (request.hasNonNull("target")) {
                return toTarget(request, from);
            }
            return request.hasNonNull("upstream") ? toUpstream(request) : toUrl(request, from);
        } catch (InvalidRequestException e) {
            throw new StepException("request: " + e.getMessage());
        } catch (SQLException e) {
            throw new StepException("targets cannot be read now");
        }
    }

    private Prepared toTarget(ObjectNode request, @Nullable ObjectNode from)
            throws StepException, InvalidRequestException, SQLException {
        String named = request.path("target").asText();
        Target target = targets.byName(named);
        target = target == null ? targets.byId(named) : target;
        if (target == null) {
            throw new StepException("there is no target " + named);
        }
        if (from != null && target.via() == Via.UPSTREAM) {
            throw new StepException("from is not for target " + named + ", which is behind an upstream");
        }
        ExecuteRequest whole = bounded(asked(request).of(target, parser));
        return from == null ? once(target.via(), whole) : each(whole, from);
    }

    /** As if of a target that is nothing but that upstream. */
    private Prepared toUpstream(ObjectNode request) throws InvalidRequestException, StepException {
        String upstream = request.path("upstream").asText();
        if (!Names.isId(upstream)) {
            throw new StepException("request.upstream: must match " + Names.ID.pattern());
        }
        Target target = new Target(
                "", upstream, "http://upstream", NODES.objectNode(), 30, Via.UPSTREAM, null, Map.of(), upstream);
        return once(Via.UPSTREAM, bounded(asked(request).of(target, parser)));
    }

    private Prepared toUrl(ObjectNode request, @Nullable ObjectNode from)
            throws InvalidRequestException, StepException {
        ObjectNode json = request.deepCopy();
        json.remove(List.of("query", "path"));
        json.put("follow_redirects", false);
        String url = request.path("url").asText();
        boolean home = url.startsWith("/");
        if (home) {
            url = homeUrl(url, from);
        }
        json.put(
                "url",
                request.path("query") instanceof ObjectNode query ? TargetRequest.withQuery(url, members(query)) : url);
        ExecuteRequest whole =
                bounded(parser.submission(json.toString().getBytes(StandardCharsets.UTF_8), DispatchKind.EXECUTE, false)
                        .request());
        if (home) {
            return new Sending(
                    List.of(""), (place, then) -> ways.sendHome(whole, DispatchKind.SCENARIO, caller, null, then));
        }
        return from == null ? once(Via.DIRECT, whole) : each(whole, from);
    }

    /** A path of this coordinator: a mock. */
    private String homeUrl(String path, @Nullable ObjectNode from) throws StepException {
        String home = ways.home();
        if (from != null || home == null) {
            throw new StepException(
                    from != null
                            ? "from is not for a path of this coordinator itself"
                            : "request.url: this coordinator is not reached by plain HTTP; write the whole URL");
        }
        return home + path;
    }

    private static TargetRequest asked(ObjectNode request) {
        return new TargetRequest(
                request.hasNonNull("method") ? request.get("method").asText() : null,
                request.hasNonNull("path") ? request.get("path").asText() : "/",
                request.path("query") instanceof ObjectNode query ? members(query) : Map.of(),
                present(request, "headers"),
                present(request, "body"),
                present(request, "body_base64"),
                present(request, "timeout"));
    }

    private static @Nullable JsonNode present(ObjectNode request, String member) {
        return request.hasNonNull(member) ? request.get(member) : null;
    }

    private static Map<String, JsonNode> members(ObjectNode object) {
        Map<String, JsonNode> members = new HashMap<>();
        object.properties().forEach(member -> members.put(member.getKey(), member.getValue()));
        return members;
    }

    private static ExecuteRequest bounded(ExecuteRequest request) {
        return request.answeredWithin(MOST_BYTES);
    }

    private Prepared once(Via via, ExecuteRequest request) {
        return new Sending(List.of(""), sends(via, place -> request));
    }

    private Prepared each(ExecuteRequest request, ObjectNode from) throws InvalidRequestException, StepException {
        Selection chosen = chosen(from);
        if (!from.path("all").asBoolean()) {
            return once(Via.AGENT, request.with(chosen));
        }
        List<String> ids = agents.views().stream()
                .filter(agent -> agent.status().equals("connected"))
                .filter(agent -> agent.capabilities().contains("http"))
                .filter(agent ->
                        agent.labels().entrySet().containsAll(chosen.labels().entrySet()))
                .map(AgentView::agentId)
                .sorted()
                .toList();
        if (ids.isEmpty() || ids.size() > MOST_PLACES) {
            throw new StepException(
                    ids.isEmpty()
                            ? "from: no agent that matches is connected"
                            : "from: " + ids.size() + " agents, more than " + MOST_PLACES);
        }
        return new Sending(
                ids,
                sends(
                        Via.AGENT,
                        place -> request.with(new Selection(
                                ids.get(place), null, chosen.labels(), chosen.strategy(), chosen.session()))));
    }

    /** The same rules as for an execution. */
    private Selection chosen(ObjectNode from) throws InvalidRequestException {
        ObjectNode json = from.deepCopy();
        json.remove("all");
        json.put("url", "http://chosen");
        return parser.submission(json.toString().getBytes(StandardCharsets.UTF_8), DispatchKind.EXECUTE, false)
                .request()
                .selection();
    }

    private Sender sends(Via via, IntFunction<ExecuteRequest> requests) {
        return (place, then) -> ways.send(via, requests.apply(place), DispatchKind.SCENARIO, caller, null, then);
    }

    /** Sends what goes to a place, and gives what takes it back. */
    @FunctionalInterface
    private interface Sender {
        Consumer<String> send(int place, Consumer<DispatchRecord> then);
    }

    private final class Sending implements Prepared {
        private final List<String> places;
        private final Sender sender;

        Sending(List<String> places, Sender sender) {
            this.places = places;
            this.sender = sender;
        }

        @Override
        public List<String> places() {
            return places;
        }

        @Override
        public Runnable send(int place, Consumer<Answer> then) {
            Consumer<String> cancel =
                    sender.send(place, story -> looking.execute(() -> then.accept(Answers.of(story))));
            return () -> cancel.accept("its scenario's run was ended");
        }
    }
}
