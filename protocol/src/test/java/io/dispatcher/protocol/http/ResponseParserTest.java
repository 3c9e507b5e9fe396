package io.dispatcher.protocol.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ResponseParserTest {
    private static final String FIXED = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nServer: x\r\n\r\nhello";
    private static final String CHUNKED =
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5;a=b\r\nhello\r\n6\r\n world\r\n0\r\nT: 1\r\n\r\n";

    private final ResponseParser parser = new ResponseParser();

    @Test
    void aBodyWithLengthIsCountedAndItsHeadKept() throws IOException {
        assertThat(parser.feed(bytes(FIXED))).isTrue();

        assertThat(parser.status()).isEqualTo(200);
        assertThat(parser.bodySize()).isEqualTo(5);
        assertThat(parser.head()).isEqualTo("hello");
        assertThat(parser.closing()).isFalse();
    }

    @Property(tries = 200)
    void piecesOfAnySizeGiveTheSameResponse(@ForAll @IntRange(min = 1, max = 40) int piece) throws IOException {
        ResponseParser pieces = new ResponseParser();
        byte[] all = CHUNKED.getBytes(StandardCharsets.US_ASCII);
        boolean complete = false;
        for (int from = 0; from < all.length; from += piece) {
            complete = pieces.feed(ByteBuffer.wrap(all, from, Math.min(piece, all.length - from)));
        }

        assertThat(complete).isTrue();
        assertThat(pieces.bodySize()).isEqualTo(11);
        assertThat(pieces.head()).isEqualTo("hello world");
    }

    @Test
    void responsesFollowEachOtherOnOneConnection() throws IOException {
        ByteBuffer both = bytes(CHUNKED + FIXED);

        assertThat(parser.feed(both)).isTrue();
        parser.reset();
        assertThat(parser.feed(both)).isTrue();
        assertThat(parser.bodySize()).isEqualTo(5);
    }

    @Test
    void anEmptyBodyIsComplete() throws IOException {
        assertThat(parser.feed(bytes("HTTP/1.1 503 No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")))
                .isTrue();
        assertThat(parser.status()).isEqualTo(503);
        assertThat(parser.closing()).isTrue();
    }

    @Test
    void anInterimResponseIsSkipped() throws IOException {
        assertThat(parser.feed(bytes("HTTP/1.1 100 Continue\r\n\r\n" + FIXED))).isTrue();
        assertThat(parser.status()).isEqualTo(200);
    }

    @Test
    void onlyTheHeadOfALongBodyIsKept() throws IOException {
        String body = "x".repeat(5000);

        assertThat(parser.feed(bytes("HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n" + body)))
                .isTrue();
        assertThat(parser.bodySize()).isEqualTo(5000);
        assertThat(parser.head()).hasSize(ResponseParser.HEAD_BYTES);
    }

    @Test
    void whatIsNoResponseIsAnError() {
        assertThatThrownBy(() -> parser.feed(bytes("SSH-2.0-x\r\n"))).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> new ResponseParser().feed(bytes("HTTP/1.1 200 OK\r\n\r\n")))
                .hasMessageContaining("neither");
        assertThatThrownBy(() -> new ResponseParser().feed(bytes("HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n")))
                .hasMessageContaining("negative");
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }
}
