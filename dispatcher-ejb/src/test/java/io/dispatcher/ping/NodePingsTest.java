package io.dispatcher.ping;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispatcher.protocol.PingOrder;
import io.dispatcher.protocol.PingResult;
import io.dispatcher.protocol.PingSummary;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Two nodes; the agent is with the second one. */
class NodePingsTest {
    private static final PingOrder ORDER = new PingOrder(List.of("a", "b"), 100, 3, 1_000, 0, 56, "any", null);
    private static final long SECOND = 1_000_000_000L;

    private final Map<String, NodePings> nodes = new HashMap<>();
    private final List<String> heard = new ArrayList<>();
    private final List<VantagePoint.Sink> begun = new ArrayList<>();
    private int cancels;
    private long nanos;
    private boolean agentThere = true;
    private boolean cut;

    NodePingsTest() {
        for (String node : List.of("one", "two")) {
            nodes.put(
                    node,
                    new NodePings(
                            node,
                            (toNode, message) -> {
                                if (!cut) {
                                    nodes.get(toNode).heard(message);
                                }
                            },
                            agent -> node.equals("two") && agentThere ? this::agent : null,
                            (agent, otherNode) -> agentThere && otherNode.equals("two"),
                            () -> nanos));
        }
    }

    private VantagePoint.Run agent(PingOrder order, VantagePoint.Sink sink) {
        assertThat(order).isEqualTo(ORDER);
        begun.add(sink);
        return () -> cancels++;
    }

    private final VantagePoint.Sink caller = new VantagePoint.Sink() {
        @Override
        public void results(List<PingResult> results) {
            results.forEach(result -> heard.add(result.type() + " " + result.target()));
        }

        @Override
        public void ended() {
            heard.add("ended");
        }

        @Override
        public void lost(String why) {
            heard.add("lost: " + why);
        }
    };

    private VantagePoint.Run start() {
        return nodes.get("one").at("agent", "two").start(ORDER, caller);
    }

    private void tickFor(int seconds) {
        for (int i = 0; i < seconds; i++) {
            nanos += SECOND;
            nodes.values().forEach(NodePings::tick);
        }
    }

    @Test
    void resultsAndTheEndComeToTheNodeThatAsked() {
        start();
        begun.get(0).results(List.of(PingResult.error(1, "why", 0)));
        begun.get(0).results(List.of(PingResult.summary(1, PingSummary.nothing(1), 0)));
        begun.get(0).ended();
        assertThat(heard).containsExactly("error 1", "summary 1", "ended");

        begun.get(0).results(List.of(PingResult.error(0, "late", 0)));
        assertThat(heard).hasSize(3);
    }

    @Test
    void aCancelReachesTheAgent() {
        VantagePoint.Run run = start();
        run.cancel();
        assertThat(cancels).isOne();
        begun.get(0).ended();
        run.cancel();
        assertThat(cancels).isOne();
    }

    @Test
    void anAgentThatIsNotThereIsLost() {
        agentThere = false;
        start();
        assertThat(heard).containsExactly("lost: agent agent is not connected");
    }

    @Test
    void anAgentThatLeavesItsNodeIsLost() {
        start();
        tickFor(3);
        assertThat(heard).isEmpty();
        agentThere = false;
        tickFor(1);
        assertThat(heard).containsExactly("lost: agent agent was lost");
    }

    @Test
    void whatIsWatchedGoesOnAndWhatNobodyWatchesEnds() {
        start();
        tickFor(60);
        assertThat(cancels).isZero();
        cut = true;
        tickFor(17);
        assertThat(cancels).isPositive();
    }

    @Test
    void whatIsNotUnderstoodIsLeftAlone() {
        nodes.get("one").heard(new byte[] {1, 2, 3});
        nodes.get("one").heard(new PingMail(99, "start", "x", List.of("i"), null, null, List.of(), null).encode());
        nodes.get("one").heard(PingMail.of("later", "x", List.of("i")).encode());
        assertThat(heard).isEmpty();
    }
}
