package io.dispatcher.mocks;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispatcher.dispatch.DispatchKind;
import io.dispatcher.dispatch.DispatchRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class MockRecordsTest {
    private static final long SECOND = 1_000_000_000;

    @Test
    void takesSoManyASecondAndCountsTheRest() {
        AtomicLong now = new AtomicLong(7 * SECOND);
        MockRecords records = new MockRecords(List.of(), now::get);
        int taken = 0;
        for (int i = 0; i < 1_000; i++) {
            taken += records.wanted() ? 1 : 0;
        }
        assertThat(taken).isEqualTo(MockRecords.PER_SECOND);
        assertThat(records.leftOut()).isEqualTo(1_000 - MockRecords.PER_SECOND);
        now.addAndGet(SECOND);
        assertThat(records.wanted()).isTrue();
    }

    @Test
    void tellsWhichMockAnsweredAndForWhom() {
        List<DispatchRecord> told = new ArrayList<>();
        MockRecords records = new MockRecords(List.of(told::add), System::nanoTime);
        MockAnswer answer = new MockAnswer("m1", 201, List.of(), new byte[] {1, 2}, "text/plain", 0, null);
        records.answered(
                new MockRecords.Asked("GET", "upstream://shop/x", List.of(), new byte[0], 0, 5, "ana", "shop"), answer);
        DispatchRecord record = told.get(0);
        assertThat(record.kind()).isEqualTo(DispatchKind.MOCK);
        assertThat(record.statusCode()).isEqualTo(201);
        assertThat(record.caller()).isEqualTo("ana");
        assertThat(record.hops().get(1).detail()).isEqualTo("mock m1 in place of upstream shop");
    }
}
