package io.dispatcher.history.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dispatcher.dispatch.DispatchRecord;
import io.dispatcher.history.History;
import io.dispatcher.history.HistoryDetail;
import io.dispatcher.history.HistoryItem;
import io.dispatcher.protocol.HeaderField;
import io.dispatcher.protocol.WorkTimings;
import io.dispatcher.web.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class HistoryFormsTest {
    private static WholeRecord whole(String url, byte[] body) {
        return WholeRecord.of(new History.Whole(
                new HistoryItem(
                        new UUID(1, 2),
                        "execute",
                        Instant.parse("2026-03-01T12:00:00Z"),
                        "a1",
                        "2001:db8::1",
                        "POST",
                        url,
                        200,
                        null,
                        5,
                        null,
                        null,
                        1),
                new HistoryDetail(
                        new HistoryDetail.Request(
                                List.of(
                                        new HeaderField("Content-Type", "text/plain; charset=ISO-8859-1"),
                                        new HeaderField("Authorization", "[redacted]")),
                                body,
                                body.length,
                                30,
                                true,
                                false),
                        new HistoryDetail.Response("HTTP/1.1", List.of(), new byte[] {(byte) 0xFF}, 1, false, 1, null),
                        null,
                        0.5,
                        new WorkTimings(1, 2, 0, 3, 4),
                        List.of(new DispatchRecord.Hop("answered", 5, null)),
                        true)));
    }

    @Test
    void a_body_is_text_in_its_charset_and_base64_where_it_is_none() {
        WholeRecord record = whole("http://x/", new byte[] {(byte) 0xE4});

        assertThat(record.request().body()).isEqualTo("ä");
        assertThat(record.response().body()).isNull();
        assertThat(record.response().bodyBase64()).isEqualTo("/w==");
    }

    @Test
    void curl_quotes_everything_for_the_shell_and_names_what_is_left_out() {
        String line = CurlForm.of(whole("http://x/'$(rm -rf)'", "it's".getBytes(StandardCharsets.UTF_8)));

        assertThat(line)
                .startsWith("# Authorization was redacted")
                .contains("'http://x/'\\''$(rm -rf)'\\'''")
                .contains("--data-raw 'it'\\''s'")
                .contains(" -k ")
                .doesNotContain("[redacted]");
    }

    @Test
    void har_has_what_readers_require() throws Exception {
        JsonNode har = new ObjectMapper().readTree(Json.write(HarForm.of(whole("http://x/?a=1&b=%20", new byte[0]))));

        JsonNode entry = har.at("/log/entries/0");
        assertThat(har.at("/log/version").asText()).isEqualTo("1.2");
        assertThat(entry.at("/startedDateTime").asText()).isEqualTo("2026-03-01T12:00:00.000Z");
        assertThat(entry.at("/request/queryString/1/value").asText()).isEqualTo(" ");
        assertThat(entry.at("/response/content/encoding").asText()).isEqualTo("base64");
        for (String member : List.of("time", "request", "response", "cache", "timings")) {
            assertThat(entry.has(member)).as(member).isTrue();
        }
    }
}
