package io.dispatcher.jms;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispatcher.broker.BrokerAddresses;
import io.dispatcher.broker.BrokerSettings;
import io.dispatcher.broker.EmbeddedBroker;
import io.dispatcher.messaging.BrokerConnection;
import java.nio.file.Path;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.reader.TextMessageUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class DeadLettersTest {
    @Test
    void aDeadLetterKeepsWhatWasSentAndNothingThatABrokerActsOn(@TempDir Path directory) throws Exception {
        try (EmbeddedBroker broker =
                new EmbeddedBroker(BrokerSettings.in(directory).withInVmId(82).withAcceptor("127.0.0.1", -1))) {
            broker.start();
            try (BrokerConnection connection = new BrokerConnection(broker.nodeAccess());
                    ClientSession session = connection.session();
                    ClientProducer producer = session.createProducer();
                    ClientConsumer requests = session.createConsumer(BrokerAddresses.REQUESTS);
                    ClientConsumer dead = session.createConsumer(BrokerAddresses.DEAD)) {
                session.start();
                ClientMessage sent = session.createMessage(Message.TEXT_TYPE, false);
                sent.setExpiration(System.currentTimeMillis() + 60_000);
                sent.putStringProperty(Message.HDR_DUPLICATE_DETECTION_ID, SimpleString.of("once"));
                sent.putStringProperty("mine", "kept");
                sent.putStringProperty("dispatcher_kind", "kept");
                sent.putStringProperty("dispatcher_order", "forged");
                TextMessageUtil.writeBodyText(sent.getBodyBuffer(), SimpleString.of("what was sent"));
                producer.send(BrokerAddresses.REQUESTS, sent);

                ClientMessage request = requests.receive(5_000);
                TextMessageUtil.readBodyText(request.getBodyBuffer());
                producer.send(BrokerAddresses.DEAD, DeadLetters.of(request, null, "no reason", session));

                ClientMessage letter = dead.receive(5_000);
                assertThat(TextMessageUtil.readBodyText(letter.getBodyBuffer()).toString())
                        .isEqualTo("what was sent");
                assertThat(letter.getStringProperty("mine")).isEqualTo("kept");
                assertThat(letter.getStringProperty("dispatcher_kind")).isEqualTo("kept");
                assertThat(letter.containsProperty("dispatcher_order")).isFalse();
                assertThat(letter.getStringProperty(DeadLetters.REASON)).isEqualTo("no reason");
                assertThat(letter.isDurable()).isTrue();
                assertThat(letter.getExpiration()).isZero();
                assertThat(letter.getObjectProperty(Message.HDR_DUPLICATE_DETECTION_ID))
                        .isNull();
            }
        }
    }
}
