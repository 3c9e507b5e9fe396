package io.dispatcher.systemtests;

import io.dispatcher.systemtests.FaultPlan.Kind;
import io.dispatcher.systemtests.FaultPlan.Stage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What may become of a request, by its fault and by those of others that met it. */
final class FaultVerdict {
    private static final String AGENT_LOST = "502 agent-lost";
    private static final String UPSTREAM_IO = "502 upstream-io";
    private static final String UNAVAILABLE = "503 unavailable";
    /** For who is told of the head only, or of nothing, as the answer had begun. */
    private static final Set<String> BROKEN_OFF = Set.of("cut", "closed");

    /** Nothing of these ever came to an agent. */
    private static final Set<String> NEVER_SENT = Set.of(UNAVAILABLE, "503 no-upstream");

    private static final int ACK_WAIT_MS = 5_000;

    /** Beyond the waits: for the machine, and for a body of 64 MiB. */
    private static final int MARGIN_MS = 5_000;

    private final FaultyProcesses processes;

    FaultVerdict(FaultyProcesses processes) {
        this.processes = processes;
    }

    /** In seconds. */
    static String upstreamWait(FaultPlan plan) {
        return plan.kind() == Kind.UPSTREAM_UNCLAIMED ? "0.5" : "10";
    }

    /** The three waits together. */
    static int boundMs(FaultPlan plan) {
        return (int) (Double.parseDouble(upstreamWait(plan)) * 1000) + ACK_WAIT_MS + plan.replyWait() * 1000;
    }

    /** What is wrong with it; nothing is. */
    List<String> wrongs(FaultyRequest request) {
        List<String> wrongs = new ArrayList<>(request.wrongs());
        FaultPlan plan = request.plan();
        String outcome = request.outcome();
        Set<String> allowed = allowed(request);
        if (!allowed.contains(outcome)) {
            wrongs.add(outcome + " instead of " + allowed);
        }
        if ((request.endedNanos() - request.begunNanos()) / 1_000_000 > boundMs(plan) + MARGIN_MS) {
            wrongs.add("after its bound");
        }
        int visits = request.visits().size();
        if (plan.post() && visits > 1) {
            wrongs.add("a POST came " + visits + " times");
        }
        if (NEVER_SENT.contains(outcome) && visits > 0) {
            wrongs.add("it was sent");
        }
        return wrongs;
    }

    private Set<String> allowed(FaultyRequest request) {
        FaultPlan plan = request.plan();
        boolean killed = processes.agentWasKilled(request);
        Set<String> allowed = new HashSet<>(byItself(plan));
        if (killed && request.wasAnswering()) {
            allowed.add(AGENT_LOST);
            allowed.addAll(BROKEN_OFF);
        } else if (killed && !plan.repeatable()) {
            allowed.add(AGENT_LOST);
        }
        if (plan.kind() == Kind.AGENT_KILLED && request.struck() && !plan.repeatable()) {
            allowed.remove("200");
        }
        if (processes.brokerWasAway(request)) {
            allowed.add(UNAVAILABLE);
        }
        return allowed;
    }

    /** Had it been alone. */
    private static Set<String> byItself(FaultPlan plan) {
        return switch (plan.kind()) {
            case NONE, BROKER_RESTARTED, AGENT_KILLED -> Set.of("200");
            case UPSTREAM_CUT ->
                plan.stage() == Stage.BODY ? Set.of(UPSTREAM_IO, "cut", "closed") : Set.of(UPSTREAM_IO);
            case UPSTREAM_SLOW -> Set.of(plan.tooSlow() ? "504 reply-timeout" : "200");
            case UPSTREAM_AWAY -> Set.of("502 upstream-connect");
            case UPSTREAM_UNCLAIMED -> Set.of("503 no-upstream");
            case CLIENT_GONE -> Set.of("gone");
        };
    }
}
