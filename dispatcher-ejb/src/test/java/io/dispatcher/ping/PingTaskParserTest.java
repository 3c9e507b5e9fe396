package io.dispatcher.ping;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispatcher.dispatch.FailureType;
import io.dispatcher.dispatch.InvalidRequestException;
import io.dispatcher.protocol.PingOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class PingTaskParserTest {
    private static final String FULL =
            "{\"from\": [\"a\", \"a\", \"b\"], \"targets\": [\"example.com\", \"2001:DB8::1\", \"example.com\"],"
                    + " \"interval\": 10, \"count\": 100000, \"timeout\": 1, \"retries\": 2, \"size\": 65507, \"family\": 6,"
                    + " \"source_address\": \"2001:db8:0::2\"}";

    private static PingTaskRequest parse(String json) throws InvalidRequestException {
        return PingTaskParser.parse(json.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void whatIsLeftOutHasTheContractsDefaults() throws Exception {
        assertThat(parse("{\"targets\": [\"a\"]}"))
                .isEqualTo(
                        new PingTaskRequest(null, new PingOrder(List.of("a"), 1_000, 3, 10_000, 0, 56, "any", null)));
    }

    @Test
    void allMembersAreReadAndNamesTakenOnce() throws Exception {
        assertThat(parse(FULL))
                .isEqualTo(new PingTaskRequest(
                        List.of("a", "b"),
                        new PingOrder(
                                List.of("example.com", "2001:DB8::1"), 10, 100_000, 1, 2, 65_507, "6", "2001:db8::2")));
    }

    @Test
    void oneStarStandsForAll() throws Exception {
        assertThat(parse("{\"targets\": [\"a\"], \"from\": [\"*\"]}").fromAll()).isTrue();
    }

    /** Whatever is sent is understood or refused by name, never anything else. */
    @Property(tries = 2_000)
    void hostileInputIsRefusedOrUnderstood(@ForAll long seed) {
        Random random = new Random(seed);
        byte[] json = FULL.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 1 + random.nextInt(4); i++) {
            json[random.nextInt(json.length)] = (byte) random.nextInt(256);
        }
        try {
            PingTaskRequest request = PingTaskParser.parse(json);
            assertThat(request.order().targets()).isNotEmpty();
            assertThat(request.order().intervalMs()).isBetween(10, 3_600_000);
            assertThat(request.order().size()).isBetween(0, 65_507);
        } catch (InvalidRequestException e) {
            assertThat(e.failure().type()).isEqualTo(FailureType.INVALID_REQUEST);
            assertThat(e.failure().detail()).isNotBlank();
        }
    }
}
