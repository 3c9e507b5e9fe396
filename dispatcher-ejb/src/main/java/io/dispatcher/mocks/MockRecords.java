package io.dispatcher.mocks;

import com.github.f4b6a3.uuid.UuidCreator;
import io.dispatcher.dispatch.DispatchKind;
import io.dispatcher.dispatch.DispatchListener;
import io.dispatcher.dispatch.DispatchRecord;
import io.dispatcher.dispatch.RecordBudget;
import io.dispatcher.protocol.HeaderField;
import io.dispatcher.protocol.WorkTimings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Requests that mocks answered as records of the history: so many a second, for a mock is faster than any history. Thread-safe. */
public final class MockRecords {
    /** Records a second; what is beyond is only counted. */
    public static final int PER_SECOND = 200;

    private final List<DispatchListener> listeners;
    private final RecordBudget budget;

    MockRecords(List<DispatchListener> listeners, LongSupplier nanos) {
        this.budget = new RecordBudget(PER_SECOND, nanos);
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
        return budget.wanted();
    }

    /** Records left out since the start. */
    public long leftOut() {
        return budget.leftOut();
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
