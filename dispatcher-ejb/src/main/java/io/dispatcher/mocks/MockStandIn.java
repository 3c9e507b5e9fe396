package io.dispatcher.mocks;

import io.dispatcher.dispatch.DispatchRecord;
import io.dispatcher.dispatch.ExecuteRequest;
import io.dispatcher.dispatch.StandIns;
import io.dispatcher.protocol.HeaderField;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Mocks in place of upstreams for requests that come by message. Delays and faults are for connections: a message has none of either. */
final class MockStandIn implements StandIns.StandIn {
    private final MockDesk desk;
    private final MockRecords records;

    MockStandIn(MockDesk desk, MockRecords records) {
        this.desk = desk;
        this.records = records;
    }

    @Override
    public boolean standsIn(String upstream) {
        return desk.standsIn(upstream);
    }

    @Override
    public @Nullable DispatchRecord answer(String upstream, ExecuteRequest request, @Nullable String caller) {
        long began = System.nanoTime();
        String path = String.valueOf(request.uri().getPath());
        MockDesk.Candidates candidates = desk.standIns(upstream, path.isEmpty() ? "/" : path);
        if (candidates == null) {
            return null;
        }
        MockRequest asked = new MockRequest(
                request.method(),
                path.isEmpty() ? "/" : path,
                request.uri().getRawQuery(),
                name -> values(request.headers(), name),
                request.body());
        MockAnswer answer = desk.answer(candidates, asked);
        if (answer == null) {
            return null;
        }
        MockRecords.Asked known = new MockRecords.Asked(
                request.method(),
                request.uri().toString(),
                request.headers(),
                request.body(),
                request.body().length,
                System.nanoTime() - began,
                caller,
                upstream);
        DispatchRecord record = MockRecords.record(known, answer.flagged());
        if (records.wanted()) {
            records.tell(record);
        }
        return record;
    }

    private static List<String> values(List<HeaderField> headers, String name) {
        List<String> values = new ArrayList<>(1);
        for (HeaderField header : headers) {
            if (header.name().equalsIgnoreCase(name)) {
                values.add(header.value());
            }
        }
        return values;
    }
}
