package io.dispatcher.mocks;

import com.github.f4b6a3.uuid.UuidCreator;
import io.dispatcher.dispatch.DispatchKind;
import io.dispatcher.dispatch.DispatchListener;
import io.dispatcher.dispatch.DispatchRecord;
import io.dispatcher.protocol.HeaderField;
import io.dispatcher.protocol.WorkTimings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Requests that mocks answered as records of the history: so many a second, for a mock is faster than any history. Thread-safe. */
public final class MockRecords {
    /** Records a second; what is beyond is only counted. */
    public static final int PER_SECOND = 200;

    private static final long SECOND_NANOS = 1_000_000_000;
    private static final int COUNT_BITS = 20;

    private final List<DispatchListener> listeners;
    private final LongSupplier nanos;
    private final LongAdder leftOut = new LongAdder();

    /** Which second it is, and how many it has seen. */
    private final AtomicLong window = new AtomicLong();

    MockRecords(List<DispatchListener> listeners, LongSupplier nanos) {
        this.nanos = nanos;
        this.listeners = listeners;
    }

    /**
     * What was asked and how long it took.
     *
     * @param bodySize of the whole body, negative where nobody looked
     * @param standIn upstream that was away; null: at the coordinator's own port
     */
    public record Asked(
            String method,
            String url,
            List<HeaderField> headers,
            byte[] body,
            long bodySize,
            long nanos,
            @Nullable String caller,
            @Nullable String standIn) {}

    /** Asked first: there is room for this one. Counts it if not. */
    public boolean wanted() {
        long second = nanos.getAsLong() / SECOND_NANOS << COUNT_BITS;
        while (true) {
            long seen = window.get();
            long next = seen >> COUNT_BITS << COUNT_BITS == second ? seen + 1 : second + 1;
            if (next - second > PER_SECOND) {
                leftOut.increment();
                return false;
            }
            if (window.compareAndSet(seen, next)) {
                return true;
            }
        }
    }

    /** Records left out since the start. */
    public long leftOut() {
        return leftOut.sum();
    }

    public void answered(Asked asked, MockAnswer answer) {
        tell(record(asked, answer));
    }

    void tell(DispatchRecord record) {
        listeners.forEach(listener -> listener.finished(record));
    }

    static DispatchRecord record(Asked asked, MockAnswer answer) {
        double ms = asked.nanos() / 1e6;
        List<HeaderField> headers = new ArrayList<>(answer.headers());
        headers.add(new HeaderField("Content-Type", answer.contentType()));
        String by = "mock " + answer.mockId()
                + (asked.standIn() == null ? "" : " in place of upstream " + asked.standIn())
                + (answer.fault() == null
                        ? ""
                        : ", fault " + answer.fault().kind().tag());
        return new DispatchRecord(
                UuidCreator.getTimeOrderedEpoch(),
                DispatchKind.MOCK,
                Instant.now().minusNanos(asked.nanos()),
                asked.caller(),
                null,
                null,
                asked.method(),
                asked.url(),
                answer.status(),
                null,
                0,
                ms,
                0,
                null,
                false,
                new DispatchRecord.RequestPart(asked.headers(), asked.body(), asked.bodySize(), 0, false, false),
                new DispatchRecord.ResponsePart("HTTP/1.1", headers, answer.body(), false, answer.body().length, null),
                WorkTimings.NONE,
                List.of(new DispatchRecord.Hop("accepted", 0, null), new DispatchRecord.Hop("answered", ms, by)));
    }
}
