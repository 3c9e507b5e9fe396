package io.dispatcher.dispatch.answer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dispatcher.history.Sample;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExecuteAnswerTest {
    private static JsonNode answer(byte[] body, String contentType) throws Exception {
        return new ObjectMapper()
                .readTree(ExecuteAnswer.json(
                        Sample.at(Instant.EPOCH).body(body).type(contentType).build()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "ISO-8859-1", "UTF-16LE", "windows-1252"})
    void textOfAnyCharsetAndLengthIsTheBodysText(String charset) throws Exception {
        for (int length : new int[] {0, 1, 4095, 4096, 4097, 20_000}) {
            String text = "é\"\\\n\u0001€".substring(0, 5).repeat(length / 5) + "x".repeat(length % 5);
            JsonNode answer = answer(text.getBytes(Charset.forName(charset)), "text/plain; charset=" + charset);

            assertThat(answer.path("body").asText()).isEqualTo(text);
            assertThat(answer.path("body_base64").isNull()).isTrue();
        }
    }

    @Test
    void charactersOutsideTheBasicPlaneAtTheEdgeOfAPieceStayWhole() throws Exception {
        for (int before = 4090; before < 4100; before++) {
            String text = "a".repeat(before) + "\uD83D\uDE00" + "b";

            assertThat(answer(text.getBytes(StandardCharsets.UTF_8), "text/plain")
                            .path("body")
                            .asText())
                    .isEqualTo(text);
        }
    }

    @Test
    void whatDoesNotDecodeIsBase64WhereverItIsWrong() throws Exception {
        for (int wrong : new int[] {0, 4095, 4096, 9_999}) {
            byte[] body = new byte[10_000];
            Arrays.fill(body, (byte) 'a');
            body[wrong] = (byte) 0xC3;
            JsonNode answer = answer(body, "text/plain");

            assertThat(answer.path("body").isNull()).isTrue();
            assertThat(answer.path("body_base64").binaryValue()).isEqualTo(body);
        }
    }

    @Test
    void randomBytesComeBackAsTheyWere() throws Exception {
        byte[] body = new byte[100_000];
        new Random(3).nextBytes(body);

        assertThat(answer(body, "application/octet-stream").path("body_base64").binaryValue())
                .isEqualTo(body);
    }
}
