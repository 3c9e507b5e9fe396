package io.dispatcher.dispatch.pipeline;

import io.dispatcher.agents.AgentDirectory;
import io.dispatcher.agents.selection.PooledAddress;
import io.dispatcher.agents.selection.Selection;
import io.dispatcher.dispatch.Failure;
import io.dispatcher.dispatch.FailureType;
import io.dispatcher.dispatch.OrderQueue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides what becomes of a valid request: the stages in the order they run. Sending what was decided is the dispatcher's. Thread-safe.
 */
public final class DispatchPipeline {
    private final Stage admission;
    private final Stage egress;
    private final AgentDirectory agents;

    /**
     * @param admission draining, rate and in-flight limits
     * @param egress what no agent may be asked to connect to
     */
    public DispatchPipeline(Stage admission, Stage egress, AgentDirectory agents) {
        this.admission = admission;
        this.egress = egress;
        this.agents = agents;
    }

    /** The request was validated by its parser; its deadline is kept by the dispatch itself from the moment it was accepted. */
    public Decision decide(Ask ask, Turn turn) {
        for (Stage stage : List.of(egress, this::matching, admission)) {
            Failure failure = stage.refuses(ask, turn);
            if (failure != null) {
                return new Decision.Refused(failure);
            }
        }
        return ask.durable()
                ? selectSoon(ask.request().selection())
                : select(ask.request().selection(), turn);
    }

    /** Of what was named, something must have been registered at some time. */
    private @Nullable Failure matching(Ask ask, Turn turn) {
        Selection selection = ask.request().selection();
        if (selection.upstream() != null) {
            return unknown(ask, selection);
        }
        boolean named = selection.pinned() || !selection.labels().isEmpty();
        if (!named
                || agents.peek(selection) != null
                || !agents.everMatching(selection).isEmpty()) {
            return null;
        }
        return new Failure(FailureType.NO_MATCHING_AGENT, "no agent was ever registered with " + named(selection));
    }

    /** Who does not want to wait is told at once that there is nothing to wait for. */
    private @Nullable Failure unknown(Ask ask, Selection selection) {
        Double wait = ask.request().agentWait();
        return wait == null
                        || wait > 0
                        || agents.peek(selection) != null
                        || !agents.everMatching(selection).isEmpty()
                ? null
                : new Failure(FailureType.UNKNOWN_UPSTREAM, "no agent ever claimed upstream " + selection.upstream());
    }

    private static String named(Selection selection) {
        StringBuilder text = new StringBuilder();
        if (selection.agentId() != null) {
            text.append("agent_id ").append(selection.agentId()).append(' ');
        }
        if (selection.sourceAddress() != null) {
            text.append("source_address ").append(selection.sourceAddress()).append(' ');
        }
        if (!selection.labels().isEmpty()) {
            text.append("labels ").append(selection.labelText());
        }
        return text.toString().trim();
    }

    /** An address in turn, or a queue to wait in. */
    public Decision select(Selection selection, Turn turn) {
        return decision(selection, turn == Turn.TAKE ? agents.take(selection) : agents.peek(selection));
    }

    /** Like {@link #select}, but only an agent that will come to it soon (ARCHITECTURE D4). */
    public Decision selectSoon(Selection selection) {
        return decision(selection, agents.takeSoon(selection));
    }

    private Decision decision(Selection selection, @Nullable PooledAddress address) {
        if (address != null) {
            return new Decision.Assigned(address);
        }
        if (!selection.pinned()) {
            return new Decision.Waits(OrderQueue.waitingPlace(selection), false);
        }
        List<String> owners = agents.everMatching(selection);
        String owner = owners.stream().filter(agents::isReady).findFirst().orElseGet(() -> owners.get(0));
        return new Decision.Waits(OrderQueue.ofAgent(owner), true);
    }
}
