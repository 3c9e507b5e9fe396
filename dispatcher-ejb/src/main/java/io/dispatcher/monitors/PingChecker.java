package io.dispatcher.monitors;

import io.dispatcher.monitors.CheckResult.Place;
import io.dispatcher.ping.PingOutput;
import io.dispatcher.ping.PingTaskRequest;
import io.dispatcher.ping.PingTasks;
import io.dispatcher.protocol.Names;
import io.dispatcher.protocol.PingOrder;
import io.dispatcher.protocol.PingResult;
import io.dispatcher.protocol.PingSummary;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A run of pings from one place, as a ping task of its own. Thread-safe. */
final class PingChecker implements Checker {
    private final PingTasks tasks;
    private final Function<String, @Nullable Instant> thereSince;

    /** @param thereSince since when an agent is connected; null: it is not */
    PingChecker(PingTasks tasks, Function<String, @Nullable Instant> thereSince) {
        this.tasks = tasks;
        this.thereSince = thereSince;
    }

    @Override
    public void check(MonitorSpec spec, Place place, @Nullable String caller, Consumer<CheckResult> then) {
        if (!(spec.check() instanceof Check.Ping ping)) {
            throw new IllegalArgumentException("no ping");
        }
        boolean own = place.agentId().equals(Names.COORDINATOR);
        PingOrder any = ping.order();
        PingOrder order = new PingOrder(
                any.targets(),
                any.intervalMs(),
                any.count(),
                any.timeoutMs(),
                any.retries(),
                any.size(),
                any.family(),
                place.address());
        PingTasks.Begun begun = tasks.begin(
                new PingTaskRequest(own ? null : List.of(place.agentId()), order),
                caller,
                task -> new Heard(spec, place, then));
        if (begun instanceof PingTasks.Begun.Refused refused) {
            then.accept(CheckResult.unknown(place, refused.failure().detail()));
        }
    }

    /** What is heard of the one pair; one call at a time. */
    private final class Heard implements PingOutput {
        private static final int NANOS_PER_MICRO = 1_000;

        private final MonitorSpec spec;
        private final Place place;
        private final Consumer<CheckResult> then;
        private final @Nullable Instant before;
        private int[] samples = new int[8];
        private int received;
        private @Nullable String sourceAddress;
        private @Nullable String error;
        private @Nullable PingSummary summary;

        Heard(MonitorSpec spec, Place place, Consumer<CheckResult> then) {
            this.spec = spec;
            this.place = place;
            this.then = then;
            this.sourceAddress = place.address();
            this.before = thereSince.apply(place.agentId());
        }

        @Override
        public void result(String agentId, PingResult result) {
            if (result.type().equals(PingResult.REPLY) && result.rttNanos() != null) {
                if (received == samples.length) {
                    samples = Arrays.copyOf(samples, received * 2);
                }
                samples[received++] = (int) (result.rttNanos() / NANOS_PER_MICRO);
                sourceAddress = result.sourceAddress() == null ? sourceAddress : result.sourceAddress();
            } else if (result.detail() != null) {
                error = result.detail();
            }
            summary = result.summary() == null ? summary : result.summary();
        }

        @Override
        public void event(String type, byte[] json, boolean essential) {
            // Only a pair's end is written; the pings themselves are heard above.
        }

        @Override
        public void end() {
            PingSummary all = summary == null ? PingSummary.nothing(1) : summary;
            int[] trips = Arrays.copyOf(samples, received);
            then.accept(
                    new CheckResult(place, sourceAddress, verdict(all), all.sent(), all.received(), trips, null, null));
        }

        private Verdict verdict(PingSummary all) {
            if (all.received() > 0) {
                return Judge.pings(spec.thresholds(), all.lossPercent(), Arrays.copyOf(samples, received));
            }
            String why = Objects.requireNonNullElse(error, "no answer");
            boolean throughout = before != null && before.equals(thereSince.apply(place.agentId()));
            return throughout && !why.startsWith("egress-denied") ? Verdict.down(why) : Verdict.unknown(why);
        }
    }
}
