package io.dispatcher.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SerialTest {
    private static final InetSocketAddress ADDRESS = InetSocketAddress.createUnresolved("127.0.0.1", 80);

    @Test
    void everyRequestHasAKeyOfItsOwnAndIsTheSameOtherwise() {
        HttpExchange exchange = HttpExchange.accepted(ADDRESS, "/x", "{}", true);
        ByteBuffer request = ByteBuffer.wrap(exchange.request().clone());
        Set<String> all = new HashSet<>();
        Set<String> without = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            Objects.requireNonNull(exchange.serial()).write(request);
            String text = new String(request.array(), StandardCharsets.US_ASCII);
            all.add(text);
            without.add(text.replaceFirst("Idempotency-Key: [0-9a-f-]{53}\r\n", ""));
        }

        assertThat(all).hasSize(1000);
        assertThat(without)
                .containsExactly("POST /x HTTP/1.1\r\nHost: 127.0.0.1:80\r\nPrefer: respond-async\r\n"
                        + "Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{}");
    }

    @Test
    void withoutKeysAllRequestsAreTheSame() {
        HttpExchange exchange = HttpExchange.accepted(ADDRESS, "/x", "{}", false);

        assertThat(exchange.serial()).isNull();
        assertThat(new String(exchange.request(), StandardCharsets.US_ASCII)).doesNotContain("Key");
    }

    @Test
    void aRequestWithoutAPlaceForItIsRefused() {
        assertThatThrownBy(() -> Serial.in(new byte[10])).isInstanceOf(IllegalArgumentException.class);
    }
}
