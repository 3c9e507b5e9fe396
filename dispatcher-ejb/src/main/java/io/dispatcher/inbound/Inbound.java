package io.dispatcher.inbound;

import com.github.f4b6a3.uuid.UuidCreator;
import io.dispatcher.dispatch.DispatchKind;
import io.dispatcher.dispatch.DispatchListener;
import io.dispatcher.dispatch.DispatchRecord;
import io.dispatcher.dispatch.RecordBudget;
import io.dispatcher.protocol.WorkTimings;
import java.time.InstantSource;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Requests to the coordinator's own target routes, told to whoever listens to the ends of dispatches. Thread-safe. */
public final class Inbound {
    /** Records a second; what is beyond is only counted. */
    public static final int PER_SECOND = 100;

    private static final double NANOS_PER_MS = 1e6;

    private final List<DispatchListener> listeners;
    private final InstantSource clock;
    private final RecordBudget budget;

    public Inbound(List<DispatchListener> listeners, InstantSource clock, LongSupplier nanos) {
        this.listeners = listeners;
        this.clock = clock;
        this.budget = new RecordBudget(PER_SECOND, nanos);
    }

    /** Asked first: there is room for this one. Counts it if not. */
    public boolean wanted() {
        return budget.wanted();
    }

    /** Records left out since the start. */
    public long leftOut() {
        return budget.leftOut();
    }

    /** It was answered. */
    public void answered(
            String method,
            String url,
            @Nullable String caller,
            long nanos,
            DispatchRecord.RequestPart request,
            int status,
            DispatchRecord.ResponsePart response) {
        double ms = nanos / NANOS_PER_MS;
        DispatchRecord record = new DispatchRecord(
                UuidCreator.getTimeOrderedEpoch(),
                DispatchKind.INBOUND,
                clock.instant().minusNanos(nanos),
                caller,
                null,
                null,
                method,
                url,
                status,
                null,
                0,
                ms,
                0,
                null,
                false,
                request,
                response,
                WorkTimings.NONE,
                List.of(new DispatchRecord.Hop("accepted", 0, null), new DispatchRecord.Hop("answered", ms, null)));
        listeners.forEach(listener -> listener.finished(record));
    }
}
