package io.dispatcher.dispatch;

import io.dispatcher.agents.AgentDirectory;
import io.dispatcher.agents.selection.Selection;
import io.dispatcher.protocol.WorkOrder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Answers instead of upstreams that no agent claims now. Thread-safe. */
public final class StandIns {
    private final AgentDirectory agents;
    private final Supplier<@Nullable StandIn> found;
    private volatile @Nullable StandIn known;

    /** Whoever can stand in for upstreams; must neither block nor throw. */
    public interface StandIn {
        /** Whether it would for that name, if it is away. */
        boolean standsIn(String upstream);

        /** The answer, flagged as not the upstream's own; null: it has none for this request. It is recorded by whoever gives it. */
        @Nullable
        DispatchRecord answer(String upstream, ExecuteRequest request, @Nullable String caller);
    }

    /** @param found null while nobody is there to */
    StandIns(AgentDirectory agents, Supplier<@Nullable StandIn> found) {
        this.agents = agents;
        this.found = found;
    }

    private @Nullable StandIn standIn() {
        StandIn standIn = known;
        if (standIn == null) {
            standIn = found.get();
            known = standIn;
        }
        return standIn;
    }

    /** Whether a request to it is to be answered by another: it is away, and there is one. */
    public boolean needed(String upstream) {
        StandIn standIn = standIn();
        return standIn != null
                && standIn.standsIn(upstream)
                && agents.candidates(Selection.ofUpstream(upstream)).isEmpty();
    }

    /** Null: dispatch it. */
    public @Nullable DispatchRecord answer(ExecuteRequest request, DispatchKind kind, @Nullable String caller) {
        String upstream =
                kind == DispatchKind.TUNNEL ? WorkOrder.upstream(request.uri().toString()) : null;
        StandIn standIn = standIn();
        return upstream == null || standIn == null || !needed(upstream)
                ? null
                : standIn.answer(upstream, request, caller);
    }
}
