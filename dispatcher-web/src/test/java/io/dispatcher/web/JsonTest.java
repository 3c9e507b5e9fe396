package io.dispatcher.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonTest {
    record Inner(int someNumber) {}

    record Outer(
            @Nullable String someText,
            @Nullable Integer count,
            @Nullable Boolean yes,
            @Nullable Inner inner,
            @Nullable List<Inner> list,
            @Nullable Instant time,
            @Nullable Map<String, String> labels) {}

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"nope\": 1}|unknown member nope",
                "{\"inner\": {\"some_number\": 1, \"nope\": 1}}|unknown member inner.nope",
                "{\"inner\": {\"some_number\": \"1\"}}|inner.some_number",
                "{\"inner\": {\"some_number\": null}}|inner.some_number",
                "{\"count\": \"5\"}|count",
                "{\"count\": 5.5}|count",
                "{\"yes\": 1}|yes",
                "{\"some_text\": 5}|some_text",
                "{\"list\": [{\"some_number\": 1}, {\"some_number\": true}]}|list[1].some_number",
                "{\"time\": \"yesterday\"}|time",
                "{\"labels\": {\"a\": {}}}|labels.a",
                "{\"count\": 1, \"count\": 2}|count",
                "{\"count\": 1} x|not the JSON",
                "{\"count\": |not the JSON",
                "[]|not the JSON",
                "5|not the JSON",
                "''|empty",
            })
    void what_does_not_fit_is_named(String json, String named) {
        ProblemException problem = catchThrowableOfType(
                ProblemException.class, () -> Json.read(json.getBytes(StandardCharsets.UTF_8), Outer.class));
        assertThat(problem.failure().type().tag()).isEqualTo("invalid-request");
        assertThat(problem.failure().detail())
                .contains(named)
                .doesNotContain("io.dispatcher")
                .doesNotContain("java.")
                .doesNotContain("fasterxml")
                .doesNotContain("Feature");
    }

    @Test
    void invalid_utf_8_and_deep_nesting_are_refused() {
        assertThat(refusal(new byte[] {'{', '"', (byte) 0xC0, (byte) 0x80, '"', ':', '1', '}'}))
                .contains("UTF-8");
        assertThat(refusal("[".repeat(100_000).getBytes(StandardCharsets.UTF_8)))
                .isNotEmpty();
        assertThat(refusal(("{\"labels\":" + "{\"a\":".repeat(1000)).getBytes(StandardCharsets.UTF_8)))
                .isNotEmpty();
    }

    private static String refusal(byte[] json) {
        return catchThrowableOfType(ProblemException.class, () -> Json.read(json, Outer.class))
                .failure()
                .detail();
    }

    @Property
    void any_bytes_are_read_or_refused_as_a_problem(@ForAll byte[] bytes) {
        try {
            Json.read(bytes, Outer.class);
        } catch (ProblemException e) {
            assertThat(e.failure().detail()).isNotEmpty();
        }
    }

    @Test
    void times_are_utc_with_milliseconds() {
        assertThat(new String(Json.write(Map.of("t", Instant.parse("2026-01-02T03:04:05Z"))), StandardCharsets.UTF_8))
                .isEqualTo("{\"t\":\"2026-01-02T03:04:05.000Z\"}");
    }
}
