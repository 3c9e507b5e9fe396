package io.dispatcher.ping;

import io.dispatcher.protocol.PingOrder;
import io.dispatcher.protocol.PingResult;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one vantage point does of a task: all its pairs. Each of them ends in exactly one summary, whatever becomes of the vantage point. Thread-safe by
 * its own monitor, under which its events are told: so they are in order for each pair.
 */
final class Part {
    private final String agentId;
    private final Events events;
    private final List<VantagePoint.Run> runs = new ArrayList<>();
    private final List<Heard> orders = new ArrayList<>();
    private boolean cancelled;

    /** Takes what is told, one part at a time. */
    interface Events {
        void result(String agentId, Pair pair, PingResult result);

        long timeMs();
    }

    Part(String agentId, Events events) {
        this.agentId = agentId;
        this.events = events;
    }

    /**
     * Begins.
     *
     * @param allowed pairs to be pinged
     * @param from null: the vantage point is away
     */
    void start(PingOrder order, List<Pair> allowed, @Nullable VantagePoint from, String away) {
        for (int first = 0; first < allowed.size(); first += PingOrder.MOST_TARGETS) {
            List<Pair> some = allowed.subList(first, Math.min(allowed.size(), first + PingOrder.MOST_TARGETS));
            Heard heard = new Heard(some);
            synchronized (this) {
                orders.add(heard);
            }
            VantagePoint.Run run = from == null
                    ? null
                    : from.start(order.of(some.stream().map(pair -> pair.target).toList()), heard);
            if (run == null) {
                heard.lost(away);
            } else {
                keep(run);
            }
        }
    }

    /** Under a monitor of their own: a cancel may come from whoever is just being told something. */
    private void keep(VantagePoint.Run run) {
        boolean late;
        synchronized (runs) {
            runs.add(run);
            late = cancelled;
        }
        if (late) {
            run.cancel();
        }
    }

    /** Ends a pair before anything is asked of the vantage point. */
    synchronized void refuse(Pair pair, String detail) {
        fail(pair, detail);
    }

    void cancel() {
        List<VantagePoint.Run> all;
        synchronized (runs) {
            cancelled = true;
            all = List.copyOf(runs);
        }
        all.forEach(VantagePoint.Run::cancel);
    }

    void giveUp(String why) {
        List<Heard> all;
        synchronized (this) {
            all = List.copyOf(orders);
        }
        all.forEach(heard -> heard.lost(why));
    }

    private void fail(Pair pair, String detail) {
        tell(pair, PingResult.error(0, detail, events.timeMs()));
        tell(pair, PingResult.summary(0, pair.summary(), events.timeMs()));
    }

    private void tell(Pair pair, PingResult result) {
        pair.heard(result);
        events.result(agentId, pair, result);
    }

    /** What is heard of one order. */
    private final class Heard implements VantagePoint.Sink {
        private final List<Pair> pairs;

        Heard(List<Pair> pairs) {
            this.pairs = List.copyOf(pairs);
        }

        @Override
        public void results(List<PingResult> results) {
            synchronized (Part.this) {
                for (PingResult result : results) {
                    if (result.target() >= 0 && result.target() < pairs.size()) {
                        Pair pair = pairs.get(result.target());
                        boolean whole = result.type().equals(PingResult.SUMMARY) == (result.summary() != null);
                        if (!pair.ended() && whole) {
                            tell(pair, result);
                        }
                    }
                }
            }
        }

        @Override
        public void ended() {
            lost(agentId + " ended without a summary");
        }

        @Override
        public void lost(String why) {
            synchronized (Part.this) {
                for (Pair pair : pairs) {
                    if (!pair.ended()) {
                        fail(pair, why);
                    }
                }
            }
        }
    }
}
