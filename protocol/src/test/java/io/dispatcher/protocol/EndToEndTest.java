package io.dispatcher.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EndToEndTest {
    @Test
    void whatIsOfTheConnectionOrNamedByItDoesNotPass() {
        HeaderField accept = new HeaderField("Accept", "*/*");
        HeaderField again = new HeaderField("Accept", "text/plain");
        assertThat(EndToEnd.of(List.of(
                        accept,
                        new HeaderField("CONNECTION", "close, X-Mine ,,"),
                        new HeaderField("x-mine", "1"),
                        new HeaderField("Transfer-Encoding", "chunked"),
                        again)))
                .containsExactly(accept, again);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Host", "content-length", "Transfer-Encoding", "Authorization", "Dispatcher-Stream", "Set-Cookie"
            })
    void whatComesTooLateIsNoTrailer(String name) {
        assertThat(EndToEnd.inTrailers(name)).isFalse();
    }

    @Test
    void anyOtherFieldMayBeATrailer() {
        assertThat(EndToEnd.inTrailers("grpc-status")).isTrue();
    }
}
