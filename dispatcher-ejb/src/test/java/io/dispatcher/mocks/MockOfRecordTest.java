package io.dispatcher.mocks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dispatcher.dispatch.InvalidRequestException;
import io.dispatcher.history.History;
import io.dispatcher.history.HistoryDetail;
import io.dispatcher.history.HistoryItem;
import io.dispatcher.protocol.HeaderField;
import io.dispatcher.protocol.WorkTimings;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class MockOfRecordTest {
    private static History.Whole record(String url, String body, long bodySize) {
        HistoryItem item = new HistoryItem(
                new UUID(1, 2), "execute", Instant.EPOCH, "a", null, "POST", url, 404, null, 1, null, null, 1);
        List<HeaderField> headers = List.of(
                new HeaderField("Content-Type", "text/plain"),
                new HeaderField("Set-Cookie", "[redacted]"),
                new HeaderField("Transfer-Encoding", "chunked"),
                new HeaderField("X-A", "1"),
                new HeaderField("X-A", "2"));
        HistoryDetail.Response response = new HistoryDetail.Response(
                "HTTP/1.1", headers, body.getBytes(StandardCharsets.UTF_8), bodySize, false, bodySize, null);
        HistoryDetail.Request request = new HistoryDetail.Request(List.of(), new byte[0], 0, 1, true, true);
        return new History.Whole(
                item, new HistoryDetail(request, response, null, 0, WorkTimings.NONE, List.of(), true, null));
    }

    @Test
    void answersAsTheTargetDid() throws Exception {
        ObjectNode json = MockOfRecord.of(record("https://x.test/a%20b?q=1&r=", "hé", 3), NullNode.getInstance());
        Mock mock = new MockParser(100).parse("1", json);
        assertThat(mock.stub().method()).isEqualTo("POST");
        assertThat(mock.stub().path().text()).isEqualTo("/a b");
        assertThat(mock.stub().conditions()).hasSize(2);
        assertThat(mock.stub().reply().status()).isEqualTo(404);
        assertThat(mock.stub().reply().contentType()).isEqualTo("text/plain");
        assertThat(mock.stub().reply().headers())
                .extracting(Stub.Header::name, Stub.Header::value)
                .containsExactly(tuple("X-A", "1"), tuple("X-A", "2"));
        assertThat(new String(mock.stub().reply().body(), StandardCharsets.UTF_8))
                .isEqualTo("hé");
    }

    @Test
    void ofATunnelItStandsInForTheUpstream() throws Exception {
        ObjectNode json = MockOfRecord.of(record("upstream://shop/stock/1", "x", 1), NullNode.getInstance());
        assertThat(json.path("upstream").asText()).isEqualTo("shop");
        assertThat(json.path("path_pattern").asText()).isEqualTo("/stock/1");
    }

    @Test
    void aBodyThatIsNotWholeIsRefused() {
        assertThatThrownBy(() -> MockOfRecord.of(record("http://x/", "abc", 30), NullNode.getInstance()))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("3 of 30 bytes");
    }
}
