package io.dispatcher.dispatch;

import io.dispatcher.dispatch.pipeline.Turn;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** What each caller may have in flight and send per second. Holds one entry a token. Thread-safe. */
final class CallerLimits {
    private final DispatchLimits limits;
    private final TimeMeter clock;
    private final Map<String, AtomicInteger> inFlight = new ConcurrentHashMap<>();
    private final Map<String, Bucket> buckets = new ConcurrentHashMap<>();

    CallerLimits(DispatchLimits limits, LongSupplier nanos) {
        this.limits = limits;
        this.clock = new Clock(nanos);
    }

    void began(@Nullable String caller) {
        count(caller).incrementAndGet();
    }

    void ended(@Nullable String caller) {
        count(caller).decrementAndGet();
    }

    private AtomicInteger count(@Nullable String caller) {
        return inFlight.computeIfAbsent(key(caller), name -> new AtomicInteger());
    }

    private static String key(@Nullable String caller) {
        return caller == null ? "" : caller;
    }

    @Nullable
    Failure refuses(@Nullable String caller, Turn turn) {
        int others = count(caller).get() - (turn == Turn.TAKE ? 1 : 0);
        if (others >= limits.maxInFlightPerCaller()) {
            return new Failure(
                    FailureType.RATE_LIMITED,
                    "this caller has " + limits.maxInFlightPerCaller()
                            + " requests in flight (--max-in-flight-per-caller)");
        }
        return refusesRate(caller, turn);
    }

    /** The rate alone: a request that is not kept in memory is not in flight. */
    @Nullable
    Failure refusesRate(@Nullable String caller, Turn turn) {
        return withinRate(caller, turn)
                ? null
                : new Failure(
                        FailureType.RATE_LIMITED,
                        "more than " + limits.requestsPerSecond() + " requests per second (--requests-per-second)");
    }

    private boolean withinRate(@Nullable String caller, Turn turn) {
        if (limits.requestsPerSecond() == 0) {
            return true;
        }
        Bucket bucket = buckets.computeIfAbsent(key(caller), name -> bucket(limits.requestsPerSecond()));
        return turn == Turn.TAKE ? bucket.tryConsume(1) : bucket.getAvailableTokens() > 0;
    }

    private Bucket bucket(int perSecond) {
        return Bucket.builder()
                .withCustomTimePrecision(clock)
                .addLimit(limit -> limit.capacity(perSecond).refillGreedy(perSecond, Duration.ofSeconds(1)))
                .build();
    }

    private record Clock(LongSupplier nanos) implements TimeMeter {
        @Override
        public long currentTimeNanos() {
            return nanos.getAsLong();
        }

        @Override
        public boolean isWallClockBased() {
            return false;
        }
    }
}
