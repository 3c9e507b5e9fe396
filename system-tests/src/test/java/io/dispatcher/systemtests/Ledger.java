package io.dispatcher.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dispatcher.systemtests.Callers.Call;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What the callers got, what the history says and what the target saw, held against each other. For one thread. */
final class Ledger {
    /** What the contract lets a restart answer, by the last part of the type; the target and the requests are faultless here. */
    private static final Map<String, Integer> PROBLEMS = Map.of(
            "no-agent-available", 503,
            "unavailable", 503,
            "draining", 503,
            "expired", 504,
            "ack-timeout", 504,
            "reply-timeout", 504,
            "agent-lost", 502);

    private static final Set<String> NEVER_SENT = Set.of("no-agent-available", "unavailable", "draining", "expired");

    private final List<Call> calls;
    private final CountingTarget target;
    private final long stoppedNanos;
    private final long goneNanos;
    private final Map<String, JsonNode> records = new HashMap<>();

    /**
     * @param stoppedNanos just before the coordinator was told to end or killed
     * @param goneNanos when it had ended
     */
    Ledger(List<Call> calls, CountingTarget target, long stoppedNanos, long goneNanos) {
        this.calls = calls;
        this.target = target;
        this.stoppedNanos = stoppedNanos;
        this.goneNanos = goneNanos;
    }

    /** Whether requests of this number are posted: not to be repeated by anybody. */
    static boolean post(int number) {
        return number % 2 == 1;
    }

    /** Reads the whole history, once or again. */
    void read(RunningProcess coordinator) {
        String url = coordinator.url() + "/api/history?limit=1000";
        String cursor = "";
        while (cursor != null) {
            JsonNode page = Http.get(url + cursor).json();
            page.path("items").forEach(item -> records.put(item.path("id").asText(), item));
            cursor = page.path("next_cursor").isTextual()
                    ? "&cursor=" + page.path("next_cursor").asText()
                    : null;
        }
    }

    /** Requests that were answered and are not, or differently, in the history. */
    List<String> answeredWithoutRecord() {
        return calls.stream()
                .filter(Call::answered)
                .filter(call -> !recorded(call))
                .map(this::described)
                .toList();
    }

    /** The same, without what the first coordinator answered so shortly before its end. */
    List<String> answeredWithoutRecord(Duration beforeEnd) {
        long from = stoppedNanos - beforeEnd.toNanos();
        return calls.stream()
                .filter(Call::answered)
                .filter(call -> !recorded(call))
                .filter(call -> call.endedNanos() < from || call.begunNanos() > goneNanos)
                .map(this::described)
                .toList();
    }

    private boolean recorded(Call call) {
        JsonNode answer = call.answer().json();
        JsonNode record = records.get(answer.path("request_id").asText());
        return record != null
                && CountingTarget.numberOf(record.path("url").asText()) == call.number()
                && (call.answer().status() == 200
                        ? record.path("status_code").asInt() == 200
                        : record.path("error").asText().equals(tag(answer)));
    }

    private String described(Call call) {
        return "%d, answered %.1f ms before the end: %s"
                .formatted(
                        call.number(),
                        (stoppedNanos - call.endedNanos()) / 1e6,
                        call.answer().body());
    }

    private static String tag(JsonNode problem) {
        String type = problem.path("type").asText();
        return type.substring(type.lastIndexOf('/') + 1);
    }

    /** Every answer is the target's or a problem of the contract, and what says that it was never sent was not. */
    void requireContractAnswers() {
        calls.stream().filter(Call::answered).forEach(call -> {
            JsonNode answer = call.answer().json();
            String said = call.number() + ": " + call.answer().status() + " "
                    + call.answer().body();
            if (call.answer().status() == 200) {
                assertThat(answer.path("status_code").asInt()).as(said).isEqualTo(200);
                assertThat(number(answer)).as(said).isEqualTo(call.number());
            } else {
                assertThat(call.answer().headers().firstValue("Content-Type"))
                        .as(said)
                        .hasValue("application/problem+json");
                assertThat(PROBLEMS)
                        .as(said)
                        .containsEntry(tag(answer), call.answer().status());
            }
            if (call.answer().status() != 200 && NEVER_SENT.contains(tag(answer))) {
                assertThat(target.seen(call.number())).as(said).isZero();
            }
        });
    }

    private static int number(JsonNode answer) {
        for (Map.Entry<String, JsonNode> header : answer.path("headers").properties()) {
            if (header.getKey().equalsIgnoreCase(CountingTarget.NUMBER)) {
                return header.getValue().path(0).asInt();
            }
        }
        return -1;
    }

    /** Connections fail only from when it was told to end until it was ready again. */
    void requireConnectionFailuresOnlyUntil(long ready) {
        assertThat(calls).filteredOn(call -> !call.answered()).allSatisfy(call -> assertThat(call.endedNanos())
                .as(call.toString())
                .isGreaterThan(stoppedNanos)
                .isLessThan(ready));
    }

    /** The history has one record of a request at most, and only of requests that came; what it calls answered the target saw. */
    void requireRecordsOfRealRequests() {
        Map<Integer, Call> byNumber = calls.stream().collect(Collectors.toMap(Call::number, Function.identity()));
        assertThat(records.values())
                .extracting(item -> CountingTarget.numberOf(item.path("url").asText()))
                .doesNotHaveDuplicates();
        assertThat(records).allSatisfy((id, item) -> {
            Call call = byNumber.get(CountingTarget.numberOf(item.path("url").asText()));
            assertThat(call).as(item.toString()).isNotNull();
            assertThat(call.cut() || (call.answered() && call.answer().body().contains(id)))
                    .as("%s of %s", item, call)
                    .isTrue();
            if (item.path("status_code").isInt()) {
                assertThat(target.seen(call.number())).as(item.toString()).isPositive();
            }
        });
        requireOneExecutionOfPosts();
    }

    /** What must not be repeated was not. */
    void requireOneExecutionOfPosts() {
        assertThat(calls).filteredOn(call -> post(call.number())).allSatisfy(call -> assertThat(
                        target.seen(call.number()))
                .as(call.toString())
                .isLessThanOrEqualTo(1));
    }
}
