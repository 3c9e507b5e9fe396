package io.dispatcher.agents.rest;

import io.dispatcher.agents.AgentView;
import io.dispatcher.dispatch.FailureType;
import io.dispatcher.web.ProblemException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A page of agents in the order of their ids; the cursor is the last id of the page before. */
public record AgentPage(List<AgentView> items, @Nullable String nextCursor) {
    private static final int DEFAULT = 100;
    private static final int MOST = 1_000;

    static AgentPage of(List<AgentView> sorted, @Nullable Integer limit, @Nullable String cursor) {
        int size = limit == null ? DEFAULT : limit;
        if (size < 1 || size > MOST) {
            throw ProblemException.of(FailureType.INVALID_REQUEST, "limit: must be from 1 to " + MOST);
        }
        List<AgentView> rest = sorted.stream()
                .filter(agent -> cursor == null || agent.agentId().compareTo(cursor) > 0)
                .toList();
        List<AgentView> page = rest.subList(0, Math.min(size, rest.size()));
        return new AgentPage(
                page, rest.size() > page.size() ? page.get(page.size() - 1).agentId() : null);
    }
}
