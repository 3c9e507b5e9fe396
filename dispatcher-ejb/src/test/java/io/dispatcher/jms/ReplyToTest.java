package io.dispatcher.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dispatcher.dispatch.InvalidRequestException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.core.client.impl.ClientMessageImpl;
import org.apache.activemq.artemis.reader.MessageUtil;
import org.apache.activemq.artemis.utils.UUIDGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyToTest {
    private static final String TEMPORARY = "8358a7cd-ebbe-4708-8967-be39c33e1299";

    private static ClientMessage asking(String replyTo) {
        ClientMessage message = new ClientMessageImpl(Message.TEXT_TYPE, false, 0, 0, (byte) 4, 16);
        MessageUtil.setJMSReplyTo(message, replyTo);
        return message;
    }

    @ParameterizedTest
    @ValueSource(strings = {"temp-queue://" + TEMPORARY, "queue://" + TEMPORARY, TEMPORARY})
    void aTemporaryQueueMayHaveTheReplyHoweverTheClientWritesIt(String name) throws Exception {
        ReplyTo to = ReplyTo.of(asking(name));
        assertThat(to).isEqualTo(new ReplyTo(TEMPORARY, null));
        assertThat(to.temporary()).isTrue();
    }

    @Test
    void aQueueOfTheRequestersMayHaveIt() throws Exception {
        ReplyTo to = ReplyTo.of(asking("queue://reply.shop-1"));
        assertThat(to.queue()).isEqualTo("reply.shop-1");
        assertThat(to.temporary()).isFalse();
        assertThat(ReplyTo.of(asking(null))).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "queue://dispatcher.outcomes",
                "dispatcher.agent.one",
                "topic://reply.a",
                "temp-topic://" + TEMPORARY,
                "queue://reply.a::dispatcher.dead",
                "queue://reply.",
                "queue://queue://reply.a",
                "reply.#",
                "activemq.management",
                ""
            })
    void noOtherMayHaveIt(String name) {
        assertThatThrownBy(() -> ReplyTo.of(asking(name)))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageStartingWith("JMSReplyTo");
    }

    @Test
    void theCorrelationIsWhatWasGivenElseTheMessagesId() throws Exception {
        ClientMessage message = asking("reply.a");
        message.setUserID(UUIDGenerator.getInstance().generateUUID());
        assertThat(ReplyTo.of(message).correlation()).isEqualTo("ID:" + message.getUserID());
        message.putStringProperty("NATIVE_MESSAGE_ID", "ID:AMQP_NO_PREFIX:7");
        assertThat(ReplyTo.of(message).correlation()).isEqualTo("ID:AMQP_NO_PREFIX:7");
        message.setCorrelationID(SimpleString.of("mine"));
        assertThat(ReplyTo.of(message).correlation()).isEqualTo("mine");
    }

    @Test
    void itIsTheSameAfterItsWayAsNotices() {
        ReplyTo text = new ReplyTo("reply.a", "order 66");
        assertThat(ReplyTo.of(text.notices())).isEqualTo(text);
        assertThat(ReplyTo.of(new ReplyTo(TEMPORARY, null).notices())).isEqualTo(new ReplyTo(TEMPORARY, null));
        byte[] bytes = "bytes".getBytes(StandardCharsets.UTF_8);
        assertThat((byte[]) ReplyTo.of(new ReplyTo("reply.a", bytes).notices()).correlation())
                .isEqualTo(bytes);
        assertThat(ReplyTo.of(Map.of())).isNull();
    }
}
