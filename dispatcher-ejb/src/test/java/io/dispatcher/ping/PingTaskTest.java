package io.dispatcher.ping;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dispatcher.dispatch.DispatchKind;
import io.dispatcher.dispatch.DispatchRecord;
import io.dispatcher.dispatch.FailureType;
import io.dispatcher.protocol.PingOrder;
import io.dispatcher.protocol.PingResult;
import io.dispatcher.protocol.PingSummary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A task over vantage points that do what the test says. */
class PingTaskTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<JsonNode> told = new ArrayList<>();
    private final List<DispatchRecord> records = new ArrayList<>();
    private final List<PingTaskListener.Ended> ends = new ArrayList<>();
    private final Map<String, Point> points = new LinkedHashMap<>();
    private int outputEnds;
    private int taskEnds;
    private long nanos;

    /** Remembers what it was asked. */
    private static final class Point implements VantagePoint {
        final List<PingOrder> orders = new ArrayList<>();
        final List<Sink> sinks = new ArrayList<>();
        int cancels;
        boolean refuses;

        @Override
        public @Nullable Run start(PingOrder order, Sink sink) {
            orders.add(order);
            sinks.add(sink);
            return refuses ? null : () -> cancels++;
        }

        void reply(int target, int seq, long rttNanos) {
            sinks.get(0)
                    .results(List.of(new PingResult(
                            target,
                            PingResult.REPLY,
                            seq,
                            rttNanos,
                            "192.0.2.1",
                            "192.0.2.9",
                            60,
                            64,
                            0L,
                            null,
                            null)));
        }

        void summary(int target, int received) {
            sinks.get(0)
                    .results(List.of(PingResult.summary(
                            target, new PingSummary(3, received, 0, 0, 0, 100.0 * (3 - received) / 3, null), 0)));
        }
    }

    private PingTask begin(List<String> targets, String... agents) {
        PingTaskListener listener = new PingTaskListener() {
            @Override
            public void ended(Ended task) {
                ends.add(task);
            }
        };
        PingTask task = new PingTask(
                UUID.randomUUID(),
                new PingTaskRequest(List.of(agents), new PingOrder(targets, 100, 3, 1_000, 0, 56, "any", null)),
                "shop",
                InstantSource.system(),
                new PingTask.Surroundings(
                        List.of(listener), new PairRecords(List.of(records::add)), ended -> taskEnds++, () -> nanos));
        Map<String, PingTask.Away> from = new LinkedHashMap<>();
        for (String agent : agents) {
            Point point = points.computeIfAbsent(agent, id -> new Point());
            from.put(agent, new PingTask.Away(point, agent + " is not connected"));
        }
        task.begin(from, target -> target.equals("forbidden") ? "egress-denied: no" : null, new PingOutput() {
            @Override
            public void event(String type, byte[] json, boolean essential) {
                try {
                    told.add(JSON.readTree(json));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }

            @Override
            public void end() {
                outputEnds++;
            }
        });
        return task;
    }

    private List<String> types(String agent, String target) {
        return told.stream()
                .filter(event -> event.path("agent_id").asText().equals(agent)
                        && event.path("target").asText().equals(target))
                .map(event -> event.path("type").asText())
                .toList();
    }

    @Test
    void eachPairIsToldWithItsNamesAndTheTaskEndsWithTheLast() {
        begin(List.of("a", "b"), "one", "two");
        points.get("one").reply(1, 1, 5_000_000);
        points.get("one").summary(0, 0);
        points.get("one").summary(1, 1);
        points.get("two").summary(0, 3);
        assertThat(outputEnds).isZero();
        points.get("two").summary(1, 3);

        assertThat(types("one", "a")).containsExactly("summary");
        assertThat(types("one", "b")).containsExactly("reply", "summary");
        assertThat(outputEnds).isOne();
        assertThat(taskEnds).isOne();
        assertThat(ends.get(0).pairs()).isEqualTo(4);
        assertThat(ends.get(0).unanswered()).isOne();
    }

    @Test
    void aLostAgentIsAnErrorAndASummaryOfWhatWasHeard() {
        begin(List.of("a", "b"), "one");
        points.get("one").reply(0, 1, 2_000_000);
        points.get("one").reply(0, 2, 4_000_000);
        points.get("one").summary(1, 3);
        points.get("one").sinks.get(0).lost("agent one was lost");

        assertThat(types("one", "a")).containsExactly("reply", "reply", "error", "summary");
        JsonNode summary = told.get(told.size() - 1);
        assertThat(summary.path("received").asInt()).isEqualTo(2);
        assertThat(summary.path("avg_ms").asDouble()).isEqualTo(3.0);
        assertThat(summary.path("errors").asInt()).isOne();
        assertThat(types("one", "b")).containsExactly("summary");
        assertThat(taskEnds).isOne();
    }

    @Test
    void nothingIsToldOfAPairAfterItsSummaryNorOfAPlaceThatIsNone() {
        begin(List.of("a"), "one");
        points.get("one").reply(7, 1, 1);
        points.get("one").reply(-1, 1, 1);
        points.get("one").summary(0, 3);
        points.get("one").summary(0, 3);
        points.get("one").reply(0, 4, 1);
        points.get("one").sinks.get(0).ended();

        assertThat(types("one", "a")).containsExactly("summary");
        assertThat(taskEnds).isOne();
    }

    @Test
    void aVantagePointThatIsAwayOrARefusedTargetIsToldAtOnce() {
        Point gone = new Point();
        gone.refuses = true;
        points.put("gone", gone);
        begin(List.of("forbidden", "a"), "gone");

        assertThat(types("gone", "forbidden")).containsExactly("error", "summary");
        assertThat(types("gone", "a")).containsExactly("error", "summary");
        assertThat(gone.orders).hasSize(1).allSatisfy(order -> assertThat(order.targets())
                .containsExactly("a"));
        assertThat(taskEnds).isOne();
        assertThat(records.get(0).failure().type()).isEqualTo(FailureType.EGRESS_DENIED);
        assertThat(records.get(1).failure().type()).isEqualTo(FailureType.TARGET_IO);
    }

    @Test
    void manyTargetsBecomeSeveralOrders() {
        List<String> many = new ArrayList<>();
        for (int i = 0; i < 2_500; i++) {
            many.add("t" + i);
        }
        PingTask task = begin(many, "one");
        assertThat(points.get("one").orders)
                .extracting(order -> order.targets().size())
                .containsExactly(1_000, 1_000, 500);
        assertThat(points.get("one").orders.get(2).targets().get(0)).isEqualTo("t2000");

        task.cancel();
        assertThat(points.get("one").cancels).isEqualTo(3);
    }

    @Test
    void whatIsNeverHeardOfEndsWhenItIsGivenUp() {
        PingTask task = begin(List.of("a"), "one");
        nanos = 1_300_000_000L;
        assertThat(task.overdue(0)).isFalse();
        nanos = 1_301_000_000L;
        assertThat(task.overdue(0)).isTrue();

        task.giveUp("nothing was heard");

        assertThat(types("one", "a")).containsExactly("error", "summary");
        assertThat(points.get("one").cancels).isOne();
        assertThat(taskEnds).isOne();
    }

    @Test
    void eachPairIsARecordWithItsSummary() {
        begin(List.of("a"), "one");
        points.get("one").reply(0, 1, 2_000_000);
        points.get("one").summary(0, 1);

        assertThat(records).hasSize(1);
        DispatchRecord record = records.get(0);
        assertThat(record.kind()).isEqualTo(DispatchKind.PING);
        assertThat(record.agentId()).isEqualTo("one");
        assertThat(record.url()).isEqualTo("a");
        assertThat(record.caller()).isEqualTo("shop");
        assertThat(record.sourceAddress()).isEqualTo("192.0.2.9");
        assertThat(record.failure()).isNull();
        assertThat(new String(record.response().body())).contains("\"loss_percent\":66.7");
    }
}
