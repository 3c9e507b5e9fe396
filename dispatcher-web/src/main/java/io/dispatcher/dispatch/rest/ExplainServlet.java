package io.dispatcher.dispatch.rest;

import io.dispatcher.agents.AgentDirectory;
import io.dispatcher.agents.selection.PooledAddress;
import io.dispatcher.config.Settings;
import io.dispatcher.dispatch.Dispatcher;
import io.dispatcher.dispatch.EgressCheck;
import io.dispatcher.dispatch.ExecuteRequest;
import io.dispatcher.dispatch.ExecuteRequestParser;
import io.dispatcher.dispatch.InvalidRequestException;
import io.dispatcher.dispatch.OrderQueue;
import io.dispatcher.dispatch.pipeline.Decision;
import io.dispatcher.protocol.egress.EgressVerdict;
import io.dispatcher.security.Caller;
import io.dispatcher.web.Json;
import io.dispatcher.web.QueryParameters;
import io.dispatcher.web.SecurityFilter;
import io.dispatcher.web.exchange.AsyncExchange;
import io.dispatcher.web.exchange.BodyLimits;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code POST /api/execute/explain}: what would become of a request now; nothing is sent, counted or taken. */
@WebServlet(urlPatterns = "/api/execute/explain", asyncSupported = true)
public class ExplainServlet extends HttpServlet {
    private static final int MAX_CANDIDATES = 1_000;

    @Inject
    private BodyLimits limits;

    @Inject
    private Dispatcher dispatcher;

    @Inject
    private AgentDirectory agents;

    @Inject
    private EgressCheck egress;

    @Inject
    private ExecuteRequestParser parser;

    @Inject
    private Settings settings;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        QueryParameters.of(request, List.of());
        AsyncExchange.start(request, response, limits, ExecuteServlet.maxJson(settings), this::explain);
    }

    private void explain(AsyncExchange exchange, byte[] json) {
        try {
            ExecuteRequest request = parser.parse(json);
            Caller caller = (Caller) exchange.request().getAttribute(SecurityFilter.CALLER);
            Decision decision = dispatcher.explain(request, caller.name());
            if (decision instanceof Decision.Refused refused) {
                exchange.problem(refused.failure(), null);
            } else {
                exchange.answer(200, "application/json", Json.write(explained(request, decision)));
            }
        } catch (InvalidRequestException e) {
            exchange.problem(e.failure(), null);
        }
    }

    private Map<String, Object> explained(ExecuteRequest request, Decision decision) {
        PooledAddress chosen = decision instanceof Decision.Assigned assigned ? assigned.address() : null;
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("agent_id", chosen == null ? null : chosen.agentId());
        answer.put("source_address", chosen == null ? null : chosen.address());
        answer.put("candidates", candidates(request));
        answer.put("policy", policy(request));
        answer.put("queue", queue(decision, chosen));
        answer.put("deadline", Json.time(Instant.now().plusNanos((long) (request.ttl() * 1e9))));
        answer.put("would_wait", chosen == null);
        return answer;
    }

    /** Names are resolved by the agent, which has the last word on every address. */
    private Map<String, Object> policy(ExecuteRequest request) {
        EgressVerdict verdict = egress.verdict(request.uri());
        return Map.of(
                "verdict", "allowed",
                "rule", verdict == null ? "resolved-by-agent" : verdict.rule(),
                "resolved", verdict == null ? List.of() : List.of(verdict.resolved()));
    }

    private List<Map<String, String>> candidates(ExecuteRequest request) {
        return agents.candidates(request.selection()).stream()
                .limit(MAX_CANDIDATES)
                .map(address ->
                        Map.of("agent_id", address.agentId(), "source_address", String.valueOf(address.address())))
                .toList();
    }

    private static String queue(Decision decision, @Nullable PooledAddress chosen) {
        return decision instanceof Decision.Waits waits
                ? waits.queue()
                : OrderQueue.ofAgent(chosen == null ? "" : chosen.agentId());
    }
}
