package io.dispatcher.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dispatcher.agents.selection.SelectionStrategy;
import io.dispatcher.broker.BrokerDoor;
import io.dispatcher.dispatch.DispatchKind;
import io.dispatcher.dispatch.ExecuteRequest;
import io.dispatcher.dispatch.ExecuteRequestParser;
import io.dispatcher.dispatch.InvalidRequestException;
import io.dispatcher.dispatch.Submission;
import io.dispatcher.protocol.HeaderField;
import io.dispatcher.requests.IdempotencyKey;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.core.client.impl.ClientMessageImpl;
import org.apache.activemq.artemis.reader.TextMessageUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestReaderTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final String URL = "\"url\": \"http://a.example/\"";
    private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    private static final ReplyTo SOMEWHERE = new ReplyTo("reply.a", null);

    private static final ExecuteRequestParser PARSER = new ExecuteRequestParser(SelectionStrategy.ROUND_ROBIN, 1_000);

    private final RequestReader reader = new RequestReader(PARSER, 2_000, true, "node", () -> NOW);

    private static ClientMessage message(String text) {
        ClientMessage message = new ClientMessageImpl(Message.TEXT_TYPE, false, 0, 0, (byte) 4, 256);
        TextMessageUtil.writeBodyText(message.getBodyBuffer(), SimpleString.of(text));
        return message;
    }

    private ExecuteRequest read(ClientMessage message) throws InvalidRequestException {
        return reader.read(message, SOMEWHERE).submission().request();
    }

    @Test
    void whoWaitsForAMessageThatIsNotStoredIsServedLive() throws Exception {
        assertThat(reader.read(message("{" + URL + "}"), SOMEWHERE).live()).isTrue();
        assertThat(reader.read(message("{" + URL + "}"), null).live()).isFalse();
        ClientMessage stored = message("{" + URL + "}");
        stored.setDurable(true);
        assertThat(reader.read(stored, SOMEWHERE).live()).isFalse();
        assertThat(reader.read(message("{" + URL + ", \"mode\": \"async\"}"), SOMEWHERE)
                        .live())
                .isFalse();
    }

    @Test
    void theMessagesOwnEndBoundsTheTtlAndStandsForIt() throws Exception {
        assertThat(read(message("{" + URL + ", \"timeout\": 7}")).ttl()).isEqualTo(7);
        assertThat(read(ending("{" + URL + ", \"timeout\": 7}", 60)).ttl()).isEqualTo(60);
        assertThat(read(ending("{" + URL + ", \"ttl\": 5}", 60)).ttl()).isEqualTo(5);
        assertThat(read(ending("{" + URL + ", \"ttl\": 500}", 60)).ttl()).isEqualTo(60);
        assertThat(read(ending("{" + URL + ", \"ttl\": null}", 1_000_000)).ttl())
                .isEqualTo(86_400);
        assertThat(read(ending("{" + URL + "}", -1)).ttl()).isEqualTo(0.001);
    }

    private static ClientMessage ending(String text, long inSeconds) {
        ClientMessage message = message(text);
        message.setExpiration(NOW.plusSeconds(inSeconds).toEpochMilli());
        return message;
    }

    @Test
    void priorityAndTraceGoOnWithTheRequest() throws Exception {
        ClientMessage message = message("{" + URL + "}");
        message.setPriority((byte) 9);
        message.putStringProperty("traceparent", TRACE);
        message.putStringProperty("tracestate", "a=1");

        ExecuteRequest request = read(message);

        assertThat(request.priority()).isEqualTo(9);
        assertThat(request.headers())
                .containsExactly(new HeaderField("traceparent", TRACE), new HeaderField("tracestate", "a=1"));
    }

    @Test
    void aTraceThatIsMalformedOrTheRequestsOwnIsNotReplaced() throws Exception {
        ClientMessage malformed = message("{" + URL + "}");
        malformed.putStringProperty("traceparent", "00-evil\r\nX: y");
        malformed.putStringProperty("tracestate", "a=1");
        assertThat(read(malformed).headers()).isEmpty();

        ClientMessage own = message("{" + URL + ", \"headers\": {\"Traceparent\": \"mine\"}}");
        own.putStringProperty("traceparent", TRACE);
        assertThat(read(own).headers()).containsExactly(new HeaderField("Traceparent", "mine"));

        ClientMessage evilState = message("{" + URL + "}");
        evilState.putStringProperty("traceparent", TRACE);
        evilState.putStringProperty("tracestate", "a\r\nb");
        assertThat(read(evilState).headers()).hasSize(1);
    }

    @Test
    void theCallerIsWhoTheBrokerSaysAndNobodyWhileItIsOpen() throws Exception {
        ClientMessage message = message("{" + URL + "}");
        assertThat(reader.read(message, null).caller()).isNull();
        message.setValidatedUserID(BrokerDoor.ANYBODY);
        assertThat(reader.read(message, null).caller()).isNull();
        message.setValidatedUserID("shop");
        assertThat(reader.read(message, null).caller()).isEqualTo("shop");
        message.putShortProperty("JMS_AMQP_ORIGINAL_ENCODING", (short) 1);
        assertThat(reader.caller(message)).isEqualTo("shop");
        assertThat(new RequestReader(PARSER, 2_000, false, "node", () -> NOW).caller(message))
                .as("what an AMQP client says of itself")
                .isNull();
    }

    @Test
    void whatACoordinatorPutBackIsStillItsSenders() {
        ClientMessage message = message("{" + URL + "}");
        message.putStringProperty(RequestReader.CALLER, "shop");
        message.setValidatedUserID("liar");
        assertThat(reader.caller(message)).isEqualTo("liar");
        message.setValidatedUserID("node");
        assertThat(reader.caller(message)).isEqualTo("shop");
    }

    @Test
    void aKeyMakesItAStoredRequestAndMustBeOne() throws Exception {
        ClientMessage message = message("{" + URL + "}");
        assertThat(reader.read(message, SOMEWHERE).key()).isNull();
        message.putStringProperty(RequestReader.KEY, "k-1");
        assertThat(reader.read(message, SOMEWHERE).live()).isFalse();
        assertThat(reader.read(message, SOMEWHERE).key())
                .isEqualTo(IdempotencyKey.of("k-1", ("{" + URL + "}").getBytes(StandardCharsets.UTF_8)));
        message.putStringProperty(RequestReader.KEY, "k 1");
        refused(message, "dispatcher_idempotency_key: must be");
    }

    @ParameterizedTest
    @ValueSource(
            bytes = {
                Message.DEFAULT_TYPE,
                Message.BYTES_TYPE,
                Message.MAP_TYPE,
                Message.OBJECT_TYPE,
                Message.STREAM_TYPE
            })
    void onlyTextIsRead(byte type) {
        refused(new ClientMessageImpl(type, false, 0, 0, (byte) 4, 16), "must be a TextMessage");
    }

    @Test
    void textThatIsNoneOrTooMuchOrBrokenIsNamed() {
        refused(message(null), "has no text");
        refused(message("x".repeat(2_001)), "larger than 2000");
        refused(message("é".repeat(1_001)), "larger than 2000");
        refused(message("\ud800"), "surrogate");
        refused(message("{" + URL + ", \"body\": \"" + "x".repeat(1_001) + "\"}"), "body: is larger");
        ClientMessage lies = new ClientMessageImpl(Message.TEXT_TYPE, false, 0, 0, (byte) 4, 16);
        lies.getBodyBuffer().writeByte((byte) 1);
        lies.getBodyBuffer().writeInt(Integer.MAX_VALUE);
        refused(lies, "not the text");
    }

    @Test
    void anotherKindIsNamedButNotAtAnyLength() throws Exception {
        ClientMessage message = message("{" + URL + "}");
        message.putStringProperty(RequestReader.KIND, "execute");
        assertThat(read(message).uri()).hasHost("a.example");
        message.putStringProperty(RequestReader.KIND, "p".repeat(1_000));
        assertThatThrownBy(() -> read(message))
                .hasMessageStartingWith("dispatcher_kind: \"ppp")
                .message()
                .hasSizeLessThan(120);
    }

    @Test
    void aRequestThroughATunnelNamesItsUpstreamAndNobodyElse() throws Exception {
        ClientMessage message = message("{\"url\": \"upstream://my_shop/a?b=c\", \"method\": \"PUT\"}");
        message.putStringProperty(RequestReader.KIND, "tunnel");
        Submission tunnelled = reader.read(message, SOMEWHERE).submission();
        assertThat(tunnelled.kind()).isEqualTo(DispatchKind.TUNNEL);
        assertThat(tunnelled.request().selection().upstream()).isEqualTo("my_shop");
        assertThat(tunnelled.request().uri()).hasToString("upstream://my_shop/a?b=c");
        for (String wrong : List.of(
                "{}",
                "{\"url\": \"http://a.example/\"}",
                "{\"url\": \"upstream:///x\"}",
                "{\"url\": \"upstream://-x/\"}",
                "{\"url\": \"upstream://shop/a b\"}",
                "{\"url\": \"upstream://shop/#x\"}")) {
            ClientMessage refused = message(wrong);
            refused.putStringProperty(RequestReader.KIND, "tunnel");
            refused(refused, "url: ");
        }
        ClientMessage chosen = message("{\"url\": \"upstream://shop/\", \"agent_id\": \"one\"}");
        chosen.putStringProperty(RequestReader.KIND, "tunnel");
        refused(chosen, "agent_id: is not for requests through a tunnel");
        refused(message("{\"url\": \"upstream://shop/\"}"), "url: ");
    }

    private void refused(ClientMessage message, String why) {
        assertThatThrownBy(() -> reader.read(message, SOMEWHERE))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining(why);
    }
}
