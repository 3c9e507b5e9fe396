package io.dispatcher.ping;

import io.dispatcher.dispatch.EgressCheck;
import io.dispatcher.protocol.PingOrder;
import io.dispatcher.protocol.PingResult;
import io.dispatcher.protocol.PingSummary;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Ping tasks of a coordinator that pings as the test says; there are no agents. */
public final class ScriptedPings {
    private static final int PROBES = 3;

    /** In the order in which they were begun. */
    public final List<PingOrder> orders = new ArrayList<>();

    public final PingTasks tasks;
    boolean draining;
    private final List<VantagePoint.Sink> sinks = new ArrayList<>();

    public ScriptedPings() {
        tasks = new PingTasks(
                null,
                agent -> null,
                this::start,
                new EgressCheck(List.of("198.51.100.0/24"), List.of()),
                () -> draining,
                InstantSource.system(),
                System::nanoTime,
                List.of(),
                new PairRecords(List.of()));
    }

    private VantagePoint.Run start(PingOrder order, VantagePoint.Sink sink) {
        orders.add(order);
        sinks.add(sink);
        return () -> {};
    }

    public static PingOrder order(List<String> targets) {
        return new PingOrder(targets, 100, PROBES, 1_000, 0, 56, "any", null);
    }

    /** Of the first target of the latest order. */
    public void reply(long rttNanos, String source) {
        tell(new PingResult(0, PingResult.REPLY, 1, rttNanos, "192.0.2.1", source, 60, 64, 0L, null, null));
    }

    public void error(String detail) {
        tell(PingResult.error(0, detail, 0));
    }

    /** Of all targets of an order. */
    public void summaries(int order, int received) {
        double loss = 100.0 * (PROBES - received) / PROBES;
        for (int target = 0; target < orders.get(order).targets().size(); target++) {
            sinks.get(order)
                    .results(List.of(
                            PingResult.summary(target, new PingSummary(PROBES, received, 0, 0, 0, loss, null), 0)));
        }
    }

    private void tell(PingResult result) {
        sinks.get(sinks.size() - 1).results(List.of(result));
    }
}
