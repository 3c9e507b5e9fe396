package io.dispatcher.boot.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpParser;
import org.eclipse.jetty.http.HttpVersion;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestHeadTest {
    private static final String END = "\r\n\r\n";
    private static final int LONGEST_TARGET = 100;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1|Host: a",
                "GET / HTTP/1.0",
                "PRI * HTTP/2.0",
                "OPTIONS * HTTP/1.1|Host: a",
                "BREW /t/x?a=%&b=[{}] HTTP/1.1|host:[::1]:80|X-A: \u00e4 \t",
                "POST http://a:1/b HTTP/1.1|HOST: c|Transfer-Encoding: Chunked",
                "PUT HTTPS://[fe80::1]?x HTTP/1.1|Host: a.b-c_d|content-length:  007 |X:"
            })
    void whatIsCleanIsFine(String head) {
        assertThat(check(head)).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "GET / HTTP/1.1, HOST",
        "GET / HTTP/1.1|Host: a|Host: a, HOST",
        "GET / HTTP/1.1|Host: a:, HOST",
        "GET / HTTP/1.1|Host: [a, HOST",
        "GET / HTTP/1.1|Host: a|Content-Length: 1|Content-Length: 1, LENGTH",
        "GET / HTTP/1.1|Host: a|Content-Length: 1|Transfer-Encoding: chunked, LENGTH",
        "GET / HTTP/1.1|Host: a|Content-Length: 1a, LENGTH",
        "GET / HTTP/1.0|Host: a|Transfer-Encoding: chunked, CODING",
        "GET / HTTP/1.1|Host: a|Transfer-Encoding: chunkedchunked, CODING",
        "GET /%2 HTTP/1.1|Host: a, TARGET",
        "GET http:// HTTP/1.1|Host: a, TARGET",
        "GET httpx://a/ HTTP/1.1|Host: a, TARGET",
        "GET / HTTP/3.0|Host: a, VERSION",
        "CONNECT a:1 HTTP/1.1|Host: a, METHOD",
        "GET /  HTTP/1.1|Host: a, REQUEST_LINE",
        "GET / HTTP/1.1|Host: a|X : b, FIELD",
        "GET / HTTP/1.1|Host: a| X: b, FIELD",
        "GET / HTTP/1.1|Host: a|X, FIELD",
        "GET / HTTP/1.1|Host: a|Upgrade: h2c|Upgrade: h2c, FIELD",
    })
    void whatIsNotIsRefusedWithTheReason(String head, Refusal refusal) {
        assertThat(check(head)).isEqualTo(refusal);
    }

    @ParameterizedTest
    @CsvSource({"'', -1", "'GET /|A: b|', -1", "'GET /|A: b||', 15", "'GET /|A: b||more||', 15"})
    void theEndIsBehindTheFirstEmptyLine(String text, int end) {
        byte[] bytes = bytes(text.replace("|", "\r\n"));
        assertThat(RequestHead.end(bytes, 0, bytes.length)).isEqualTo(end);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1|Upgrade: h2c|Host: a",
                "POST /a HTTP/1.1|Host: a|upgrade:H2C |Content-Length: 1",
                "GET / HTTP/1.1|Host: a|X: Upgrade: h2c|UPGRADE:h2c"
            })
    void theOfferOfHttp2IsFoundWithItsWholeLine(String text) {
        byte[] bytes = bytes(text.replace("|", "\r\n") + END);
        RequestHead head = RequestHead.of(bytes, 0, bytes.length, LONGEST_TARGET);
        assertThat(head.check()).isNull();
        String line = new String(bytes, head.offer(), head.behindOffer() - head.offer(), StandardCharsets.ISO_8859_1);
        assertThat(line).matches("(?i)upgrade: ?h2c ?\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Upgrade: websocket", "Upgraded: h2c", "Upgrade: h2c, websocket", "Upgrade:", "X: h2c"})
    void whatIsNoSuchOfferIsLeftAlone(String field) {
        byte[] bytes = bytes("GET / HTTP/1.1\r\nHost: a\r\n" + field + END);
        RequestHead head = RequestHead.of(bytes, 0, bytes.length, LONGEST_TARGET);
        assertThat(head.check()).isNull();
        assertThat(head.offer()).isZero();
    }

    /** Jetty's parser is the judge: what passes here it reads, too, up to the same byte and with the same limits of the body. */
    @Property(tries = 20_000)
    void whatPassesJettyReadsAlike(@ForAll("heads") String head) {
        byte[] bytes = bytes(head);
        int end = RequestHead.end(bytes, 0, bytes.length);
        if (end < 0 || RequestHead.of(bytes, 0, end, LONGEST_TARGET).check() != null || head.startsWith("PRI")) {
            return;
        }
        Judge judge = new Judge();
        HttpParser parser = new HttpParser(judge, -1, HttpCompliance.STRICT);
        ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, end);
        parser.parseNext(buffer);
        assertThat(judge.bad).as(head).isNull();
        assertThat(judge.complete).as(head).isTrue();
        assertThat(buffer.remaining()).isZero();
        assertThat(judge.hosts).isLessThan(2);
    }

    @Provide
    Arbitrary<String> heads() {
        Arbitrary<String> pieces = Arbitraries.of(
                "GET",
                "POST",
                " ",
                " / ",
                " * ",
                "/a",
                "%2",
                "?",
                "#",
                "http://",
                "a:1",
                "HTTP/1.1",
                "HTTP/1.0",
                "HTTP/2.0",
                "\r\n",
                "\r\n\r\n",
                "\n",
                "\r",
                "\t",
                "\u0000",
                ":",
                ": ",
                "Host",
                "Host: a",
                "Content-Length",
                "Content-Length: 5",
                "Transfer-Encoding: ",
                "chunked",
                "Transfer-Encoding: chunked\r\n",
                ",",
                "5",
                "-",
                "+",
                "\u00e4",
                "\u007f",
                "X-A: b\r\n",
                " folded",
                "@",
                "[::1]",
                "PRI * HTTP/2.0");
        Arbitrary<String> rest = pieces.list().ofMinSize(0).ofMaxSize(8).map(list -> String.join("", list));
        Arbitrary<String> any = Arbitraries.strings()
                .withCharRange('\u0000', '\u00ff')
                .ofMaxLength(6)
                .filter(text -> !text.isEmpty());
        Arbitrary<String> begin = Arbitraries.of("GET / HTTP/1.1\r\nHost: a\r\n", "POST /b HTTP/1.1\r\n", "GET ", "");
        return begin.flatMap(first ->
                Arbitraries.oneOf(rest, any).list().ofMaxSize(3).map(list -> first + String.join("", list) + END));
    }

    private static @Nullable Refusal check(String head) {
        byte[] bytes = bytes(head.replace("|", "\r\n") + END);
        return RequestHead.of(bytes, 0, bytes.length, LONGEST_TARGET).check();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static final class Judge implements HttpParser.RequestHandler {
        private @Nullable Throwable bad;
        private boolean complete;
        private int hosts;

        @Override
        public void startRequest(String method, String uri, HttpVersion version) {}

        @Override
        public void parsedHeader(HttpField field) {
            hosts += field.getName().equalsIgnoreCase("host") ? 1 : 0;
        }

        @Override
        public boolean headerComplete() {
            complete = true;
            return true;
        }

        @Override
        public boolean content(ByteBuffer item) {
            return false;
        }

        @Override
        public boolean contentComplete() {
            return false;
        }

        @Override
        public boolean messageComplete() {
            return true;
        }

        @Override
        public void badMessage(org.eclipse.jetty.http.HttpException failure) {
            bad = (Throwable) failure;
        }

        @Override
        public void earlyEOF() {
            bad = new AssertionError("early end");
        }
    }
}
