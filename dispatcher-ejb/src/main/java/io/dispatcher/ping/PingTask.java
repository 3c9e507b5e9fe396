package io.dispatcher.ping;

import io.dispatcher.protocol.PingOrder;
import io.dispatcher.protocol.PingResult;
import io.dispatcher.protocol.PingSummary;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Many targets pinged from many vantage points, from its begin to the summary of its last pair. Thread-safe. */
public final class PingTask {
    private static final double MILLI = 1_000_000;

    private final UUID id;
    private final PingTaskRequest request;
    private final @Nullable String caller;
    private final Instant begun;
    private final long begunNanos;
    private final InstantSource clock;
    private final Surroundings surroundings;
    private final List<Part> parts = new ArrayList<>();
    private final Object telling = new Object();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger pairs = new AtomicInteger();
    private final AtomicInteger unanswered = new AtomicInteger();
    private volatile boolean cancelled;
    private PingOutput output = PingOutput.NOBODY;

    /**
     * Who hears of it besides its caller.
     *
     * @param ended called once, after the output's end
     */
    record Surroundings(
            List<PingTaskListener> listeners, PairRecords records, Consumer<PingTask> ended, NanoSource nanos) {}

    /** {@link System#nanoTime}. */
    @FunctionalInterface
    interface NanoSource {
        long nanoTime();
    }

    PingTask(
            UUID id, PingTaskRequest request, @Nullable String caller, InstantSource clock, Surroundings surroundings) {
        this.id = id;
        this.request = request;
        this.caller = caller;
        this.clock = clock;
        this.begun = clock.instant();
        this.begunNanos = surroundings.nanos.nanoTime();
        this.surroundings = surroundings;
    }

    public UUID id() {
        return id;
    }

    public PingTaskRequest request() {
        return request;
    }

    @Nullable
    String caller() {
        return caller;
    }

    Instant begun() {
        return begun;
    }

    double sinceBegunMs() {
        return (surroundings.nanos.nanoTime() - begunNanos) / MILLI;
    }

    /** Whether it should have ended by itself, however slow its agents and the way to them are. */
    boolean overdue(long graceMs) {
        return sinceBegunMs() > request.longestMs() + graceMs;
    }

    /**
     * Begins, once.
     *
     * @param from vantage points by their names; null: away
     * @param refused why a target may not be pinged; null: it may
     */
    void begin(Map<String, Away> from, Function<String, @Nullable String> refused, PingOutput events) {
        output = events;
        List<String> targets = request.order().targets();
        // One more, so that it does not end while its parts begin.
        open.set(from.size() * targets.size() + 1);
        pairs.set(from.size() * targets.size());
        surroundings.listeners.forEach(
                listener -> listener.begun(new PingTaskListener.Begun(id, caller, from.size(), targets.size())));
        from.forEach((agentId, away) -> begin(agentId, away, refused));
        closed();
    }

    /**
     * A vantage point, or why there is none.
     *
     * @param why told when it cannot be asked
     */
    record Away(@Nullable VantagePoint vantagePoint, String why) {}

    private void begin(String agentId, Away away, Function<String, @Nullable String> refused) {
        Part part = new Part(agentId, new Told());
        synchronized (parts) {
            parts.add(part);
        }
        List<Pair> allowed = new ArrayList<>();
        for (String target : request.order().targets()) {
            Pair pair = new Pair(target);
            String why = refused.apply(target);
            if (why == null) {
                allowed.add(pair);
            } else {
                part.refuse(pair, why);
            }
        }
        PingOrder order = request.order();
        part.start(order, allowed, away.vantagePoint, away.why);
        if (cancelled) {
            part.cancel();
        }
    }

    int pairs() {
        return pairs.get();
    }

    /** Ends it now: what is not over is told as lost. */
    void giveUp(String why) {
        cancel();
        allParts().forEach(part -> part.giveUp(why));
    }

    /** Ends it soon; what was done until then is told. Idempotent. */
    public void cancel() {
        cancelled = true;
        allParts().forEach(Part::cancel);
    }

    private List<Part> allParts() {
        synchronized (parts) {
            return List.copyOf(parts);
        }
    }

    private void closed() {
        if (open.decrementAndGet() > 0) {
            return;
        }
        synchronized (telling) {
            output.end();
        }
        surroundings.listeners.forEach(listener -> listener.ended(
                new PingTaskListener.Ended(id, caller, pairs.get(), unanswered.get(), sinceBegunMs(), cancelled)));
        surroundings.ended.accept(this);
    }

    private final class Told implements Part.Events {
        @Override
        public void result(String agentId, Pair pair, PingResult result) {
            PingSummary summary = result.summary();
            boolean essential = summary != null || result.type().equals(PingResult.ERROR);
            byte[] json = PingEventJson.of(agentId, pair.target, result);
            synchronized (telling) {
                output.result(agentId, result);
                output.event(result.type(), json, essential);
            }
            if (summary == null) {
                surroundings.listeners.forEach(listener -> listener.result(agentId, result));
                return;
            }
            if (summary.received() == 0) {
                unanswered.incrementAndGet();
            }
            surroundings.listeners.forEach(listener -> listener.pairEnded(agentId, summary));
            surroundings.records.pairEnded(PingTask.this, agentId, pair, json);
            closed();
        }

        @Override
        public long timeMs() {
            return clock.millis();
        }
    }
}
