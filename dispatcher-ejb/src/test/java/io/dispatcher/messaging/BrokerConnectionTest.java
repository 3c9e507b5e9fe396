package io.dispatcher.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dispatcher.broker.BrokerAddresses;
import io.dispatcher.broker.BrokerSettings;
import io.dispatcher.broker.EmbeddedBroker;
import io.dispatcher.broker.NodeAccess;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.activemq.artemis.api.core.ActiveMQNotConnectedException;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.core.server.ServerSession;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class BrokerConnectionTest {
    private EmbeddedBroker broker;
    private BrokerConnection connection;

    @BeforeEach
    void start(@TempDir Path directory) throws Exception {
        broker = new EmbeddedBroker(BrokerSettings.in(directory).withInVmId(83).withAcceptor("127.0.0.1", 0));
        broker.start();
        NodeAccess inside = broker.nodeAccess();
        String url = "tcp://127.0.0.1:" + broker.port() + "?confirmationWindowSize=262144";
        connection = new BrokerConnection(new NodeAccess(url, inside.user(), inside.password()));
    }

    @AfterEach
    void stop() {
        connection.close();
        broker.close();
    }

    @Test
    void theBrokerWaitsForNobodyWhoHoldsMessagesAndWhoseWireIsCut() throws Exception {
        try (ClientSession taking = connection.transacted();
                BatchConsumer batches = new BatchConsumer(
                        connection,
                        BrokerAddresses.CALLBACKS,
                        null,
                        BatchConsumer.Limits.ONE_BY_ONE,
                        (session, messages) -> {})) {
            taking.createConsumer(BrokerAddresses.OUTCOMES);
            batches.start();
            await().until(() -> consuming().size() == 2);
            assertThat(consuming()).noneMatch(one -> one.getRemotingConnection().isSupportReconnect());
        }
    }

    private List<ServerSession> consuming() {
        return broker.server().getSessions().stream()
                .filter(one -> one.getConsumerCount() > 0)
                .toList();
    }

    @Test
    void thereIsNoRoomWhileTheBrokerRefuses() throws Exception {
        SimpleString address = SimpleString.of(BrokerAddresses.UNASSIGNED);
        AddressSettings usual = broker.server().getAddressSettingsRepository().getMatch(address.toString());
        try (BrokerRoom room = new BrokerRoom(connection, BrokerAddresses.UNASSIGNED)) {
            room.start();
            try (ClientSession session = connection.session();
                    ClientProducer producer = session.createProducer(address)) {
                producer.send(session.createMessage(true));
            }
            broker.server()
                    .getAddressSettingsRepository()
                    .addMatch(address.toString(), new AddressSettings(usual).setMaxSizeMessages(1));
            await().until(() -> !room.there());

            broker.server().getAddressSettingsRepository().addMatch(address.toString(), usual);
            await().until(room::there);
            assertThat(broker.server().locateQueue(address).getMessageCount()).isEqualTo(1);
        }
    }

    @Test
    void theLossOfOneWireIsTheLossOfAllUntilAllAreBack() throws Exception {
        ClientSession sending = connection.session();
        ClientSession taking = connection.transacted();
        AtomicInteger returns = new AtomicInteger();
        connection.whenBack(() -> {
            connection.session().close();
            connection.transacted().close();
            returns.incrementAndGet();
        });

        taking.createConsumer(BrokerAddresses.OUTCOMES);
        RemotingConnection wire = consuming().get(0).getRemotingConnection();
        wire.fail(new ActiveMQNotConnectedException("lost"));
        wire.destroy();

        await().until(() -> returns.get() == 1 && connection.available());
        assertThat(sending.isClosed()).isTrue();
        assertThat(taking.isClosed()).isTrue();
    }
}
