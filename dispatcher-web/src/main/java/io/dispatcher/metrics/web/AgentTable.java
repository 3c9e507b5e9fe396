package io.dispatcher.metrics.web;

import io.dispatcher.agents.AgentView;
import io.dispatcher.metrics.AgentFigures;
import io.dispatcher.web.NaturalOrder;
import io.dispatcher.web.TableWindow;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which agents somebody wants to see, and in which order. */
final class AgentTable {
    private static final int DEFAULT_LIMIT = 100;
    private static final List<String> STATUSES = List.of("registered", "connected", "draining", "disconnected");
    private static final Map<String, Comparator<AgentRow>> COLUMNS = Map.of(
            "agent_id", Comparator.comparing(AgentRow::agentId, NaturalOrder.INSTANCE),
            "status", Comparator.comparing(AgentRow::status),
            "addresses", Comparator.comparingInt(AgentRow::addresses),
            "in_flight", Comparator.comparingInt(AgentRow::inFlight),
            "requests", Comparator.comparingLong(AgentRow::requests),
            "failed", Comparator.comparingLong(AgentRow::failed),
            "p50_ms", lowFirst(AgentRow::p50Ms),
            "p95_ms", lowFirst(AgentRow::p95Ms),
            "connected_since", lowFirst(AgentRow::connectedSince));

    private final TableWindow<AgentRow> window;
    private final @Nullable String wanted;
    private final @Nullable String status;

    AgentTable(
            @Nullable String limit,
            @Nullable String offset,
            @Nullable String sort,
            @Nullable String wanted,
            @Nullable String status) {
        this.window = TableWindow.of(limit, offset, sort, COLUMNS, DEFAULT_LIMIT);
        this.wanted = wanted == null ? null : wanted.toLowerCase(Locale.ROOT);
        this.status = TableWindow.oneOf("status", status, STATUSES);
    }

    /** What is not there comes first, or last when it is turned round. */
    private static <C extends Comparable<C>> Comparator<AgentRow> lowFirst(Function<AgentRow, @Nullable C> value) {
        return Comparator.comparing(value, Comparator.nullsFirst(Comparator.naturalOrder()));
    }

    List<AgentRow> matching(List<AgentView> agents, List<AgentFigures> figures) {
        Map<String, AgentFigures> byId =
                figures.stream().collect(Collectors.toMap(AgentFigures::agentId, Function.identity()));
        return agents.stream()
                .filter(this::matches)
                .map(agent -> AgentRow.of(agent, byId.get(agent.agentId())))
                .toList();
    }

    private boolean matches(AgentView agent) {
        return (status == null || status.equals(agent.status())) && (wanted == null || says(agent, wanted));
    }

    private static boolean says(AgentView agent, String wanted) {
        return contains(agent.agentId(), wanted)
                || agent.labels().entrySet().stream()
                        .anyMatch(label -> contains(label.getKey() + "=" + label.getValue(), wanted))
                || agent.upstreams().stream().anyMatch(upstream -> contains(upstream, wanted))
                || agent.addresses().stream().anyMatch(address -> contains(address.address(), wanted));
    }

    private static boolean contains(@Nullable String text, String wanted) {
        return text != null && text.toLowerCase(Locale.ROOT).contains(wanted);
    }

    List<AgentRow> window(List<AgentRow> matching) {
        return window.of(matching);
    }
}
