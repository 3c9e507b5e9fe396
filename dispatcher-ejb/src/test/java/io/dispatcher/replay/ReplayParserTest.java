package io.dispatcher.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dispatcher.agents.selection.SelectionStrategy;
import io.dispatcher.dispatch.ExecuteRequestParser;
import io.dispatcher.dispatch.InvalidRequestException;
import io.dispatcher.history.History;
import io.dispatcher.history.HistoryDetail;
import io.dispatcher.history.HistoryItem;
import io.dispatcher.history.Redaction;
import io.dispatcher.protocol.HeaderField;
import io.dispatcher.protocol.WorkTimings;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReplayParserTest {
    private static final byte[] FOUR = "four".getBytes(StandardCharsets.UTF_8);
    private final ReplayParser parser = new ReplayParser(
            new ExecuteRequestParser(SelectionStrategy.ROUND_ROBIN, 1_000_000), "http://127.0.0.1:8000");

    private static History.Whole record(String url, long bodySize, HeaderField... headers) {
        return record("execute", "a1", url, bodySize, headers);
    }

    private static History.Whole record(
            String kind, @Nullable String agentId, String url, long bodySize, HeaderField... headers) {
        HistoryItem item = new HistoryItem(
                new UUID(1, 2), kind, Instant.EPOCH, agentId, "192.0.2.1", "POST", url, 200, null, 1, null, null, 1);
        return new History.Whole(
                item,
                new HistoryDetail(
                        new HistoryDetail.Request(List.of(headers), FOUR, bodySize, 7, false, false),
                        null,
                        null,
                        0,
                        WorkTimings.NONE,
                        List.of(),
                        true));
    }

    private Replay parse(History.Whole record, String wishes) throws InvalidRequestException {
        return parser.parse(record, wishes.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void without_wishes_it_is_the_same_request_from_the_same_place() throws Exception {
        Replay replay = parse(record("http://x.example/a?b=1", 4, new HeaderField("X-A", "1")), "");
        assertThat(replay.request().uri()).hasToString("http://x.example/a?b=1");
        assertThat(replay.request().method()).isEqualTo("POST");
        assertThat(replay.request().body()).isEqualTo(FOUR);
        assertThat(replay.request().headers()).containsExactly(new HeaderField("X-A", "1"));
        assertThat(replay.request().timeout()).isEqualTo(7);
        assertThat(replay.request().followRedirects()).isFalse();
        assertThat(replay.request().verifyTls()).isFalse();
        assertThat(replay.request().selection().agentId()).isEqualTo("a1");
        assertThat(replay.request().selection().sourceAddress()).isEqualTo("192.0.2.1");
        assertThat(replay.lacks()).isEmpty();
    }

    @Test
    void what_the_coordinator_sent_it_sends_again_itself() throws Exception {
        Replay replay = parse(record("proxy", "coordinator", "http://x.example/a", 4), "");
        assertThat(replay.way()).isEqualTo(Replay.Way.DIRECT);
        assertThat(replay.request().selection().pinned()).isFalse();
        replay = parse(record("proxy", "coordinator", "http://x.example/a", 4), "{\"agent_id\": \"b2\"}");
        assertThat(replay.way()).isEqualTo(Replay.Way.AGENT);
        assertThat(replay.request().selection().agentId()).isEqualTo("b2");
    }

    @Test
    void what_the_coordinator_was_asked_it_asks_itself_again() throws Exception {
        Replay replay = parse(record("mock", null, "http://public.example/users/7?a=b", 4), "");
        assertThat(replay.way()).isEqualTo(Replay.Way.HOME);
        assertThat(replay.request().uri()).hasToString("http://127.0.0.1:8000/users/7?a=b");
        replay = parse(record("inbound", null, "http://public.example/echo/7", 4), "{\"path\": \"/echo/8\"}");
        assertThat(replay.request().uri()).hasToString("http://127.0.0.1:8000/echo/8");
        replay = parse(record("replay", "coordinator", "http://127.0.0.1:8000/users/7", 4), "");
        assertThat(replay.way()).isEqualTo(Replay.Way.HOME);
        replay = parse(record("replay", "coordinator", "http://127.0.0.1:800/users/7", 4), "");
        assertThat(replay.way()).isEqualTo(Replay.Way.DIRECT);
        replay = parse(record("mock", null, "upstream://shop/a", 4), "");
        assertThat(replay.way()).isEqualTo(Replay.Way.AGENT);
    }

    @Test
    void another_place_replaces_agent_and_address_together() throws Exception {
        Replay replay = parse(record("http://x.example/", 4), "{\"agent_id\": \"b2\"}");
        assertThat(replay.request().selection().agentId()).isEqualTo("b2");
        assertThat(replay.request().selection().sourceAddress()).isNull();
        replay = parse(record("http://x.example/", 4), "{\"agent_id\": null}");
        assertThat(replay.request().selection().pinned()).isFalse();
    }

    @Test
    void another_path_leaves_the_authority() throws Exception {
        assertThat(parse(record("http://x.example:81/a?b=1", 4), "{\"path\": \"/c?d\"}")
                        .request()
                        .uri())
                .hasToString("http://x.example:81/c?d");
        assertThat(parse(record("http://x.example?b=1", 4), "{\"path\": \"/c\"}")
                        .request()
                        .uri())
                .hasToString("http://x.example/c");
        assertThat(parse(record("upstream://shop/a", 4), "{\"path\": \"/c\"}")
                        .request()
                        .selection()
                        .upstream())
                .isEqualTo("shop");
    }

    @Test
    void what_was_redacted_is_left_out_and_named_unless_it_is_given_or_unwanted() throws Exception {
        History.Whole record = record(
                "http://x.example/",
                4,
                new HeaderField("authorization", Redaction.MARK),
                new HeaderField("Cookie", Redaction.MARK),
                new HeaderField("Content-Length", "4"));
        Replay bare = parse(record, "{}");
        assertThat(bare.lacks()).containsExactly("authorization", "Cookie");
        assertThat(bare.request().headers()).isEmpty();
        Replay given = parse(record, "{\"headers\": {\"Authorization\": \"Bearer x\", \"cookie\": null}}");
        assertThat(given.lacks()).isEmpty();
        assertThat(given.request().headers()).containsExactly(new HeaderField("Authorization", "Bearer x"));
    }

    @Test
    void a_body_that_was_cut_must_be_given() throws Exception {
        History.Whole record = record("http://x.example/", 5);
        assertThatThrownBy(() -> parse(record, ""))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("body: the record has only 4 bytes of it out of 5: give it as body or body_base64");
        assertThat(parse(record, "{\"body\": \"whole\"}").request().body())
                .asString()
                .isEqualTo("whole");
    }

    @Test
    void a_wish_that_does_not_fit_is_named() {
        History.Whole record = record("http://x.example/", 4);
        assertThatThrownBy(() -> parse(record, "{\"colour\": 1}")).hasMessageContaining("colour");
        assertThatThrownBy(() -> parse(record, "[]")).hasMessageContaining("object");
        assertThatThrownBy(() -> parse(record, "{\"path\": \"x\"}")).hasMessageContaining("path");
        assertThatThrownBy(() -> parse(record, "{\"mode\": \"async\"}")).hasMessageContaining("mode");
        assertThatThrownBy(() -> parse(record, "{\"headers\": []}")).hasMessageContaining("headers");
        assertThatThrownBy(() -> parse(record("icmp:x", 4), "")).hasMessageContaining("no HTTP request");
    }
}
