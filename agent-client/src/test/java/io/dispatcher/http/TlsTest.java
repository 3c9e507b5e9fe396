package io.dispatcher.http;

import static io.dispatcher.http.Exchanges.from;
import static io.dispatcher.http.Exchanges.get;
import static io.dispatcher.http.Exchanges.trusting;
import static org.assertj.core.api.Assertions.assertThat;

import io.dispatcher.http.Exchanges.Result;
import java.nio.file.Path;
import org.apache.hc.core5.http2.HttpVersionPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TlsTest {
    @TempDir
    static Path directory;

    @ParameterizedTest
    @CsvSource({"NEGOTIATE,HTTP/2", "FORCE_HTTP_1,HTTP/1.1"})
    void theProtocolIsNegotiated(HttpVersionPolicy server, String expected) throws Exception {
        try (TlsTarget target = new TlsTarget(directory, server);
                Exchanges exchanges = new Exchanges(directory)) {
            Result result = exchanges.run(from("127.5.5.5", trusting(get(target.url("localhost")))));

            assertThat(result.failure()).isEmpty();
            assertThat(result.reply().httpVersion()).isEqualTo(expected);
            assertThat(result.text()).isEqualTo("127.5.5.5");
            assertThat(result.reply().sourceAddress()).isEqualTo("127.5.5.5");
            assertThat(result.reply().timings().tlsMs()).isPositive();
            assertThat(result.reply().certificate()).isNotNull();
            assertThat(result.reply().certificate().notAfterMs()).isGreaterThan(System.currentTimeMillis());
            assertThat(result.reply().certificate().subject()).contains("CN=");
            assertThat(result.header("x-authority").get(0)).startsWith("localhost:");
        }
    }

    @Test
    void anUnknownCertificateIsRefusedUnlessVerificationIsOff() throws Exception {
        try (TlsTarget target = new TlsTarget(directory, HttpVersionPolicy.NEGOTIATE);
                Exchanges exchanges = new Exchanges(directory)) {
            Result refused = exchanges.run(get(target.url("localhost")));

            assertThat(refused.failure()).isEqualTo("target-tls");
            assertThat(exchanges
                            .run(trusting(get(target.url("localhost"))))
                            .reply()
                            .statusCode())
                    .isEqualTo(200);
            assertThat(exchanges.run(get(target.url("localhost"))).failure()).isEqualTo("target-tls");
        }
    }
}
