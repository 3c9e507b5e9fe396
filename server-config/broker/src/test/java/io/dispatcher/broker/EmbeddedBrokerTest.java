package io.dispatcher.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.activemq.artemis.api.core.ActiveMQAddressFullException;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class EmbeddedBrokerTest {

    @TempDir
    Path directory;

    @Test
    void everyFixedDestinationExistsAfterAFreshStart() throws Exception {
        try (BrokerFixture fixture = BrokerFixture.start(BrokerFixture.settings(directory))) {
            ClientSession session = fixture.node();
            for (String queue : new String[] {
                BrokerAddresses.REQUESTS,
                BrokerAddresses.UNASSIGNED,
                BrokerAddresses.OUTCOMES,
                BrokerAddresses.CALLBACKS,
                BrokerAddresses.EVENTS_IN,
                BrokerAddresses.EXPIRY,
                BrokerAddresses.EXPIRED,
                BrokerAddresses.DEAD
            }) {
                var query = session.queueQuery(SimpleString.of(queue));
                assertThat(query.isExists()).as(queue).isTrue();
                assertThat(query.isDurable()).as(queue).isTrue();
            }
            for (String topic :
                    new String[] {BrokerAddresses.EVENTS, BrokerAddresses.PRESENCE, BrokerAddresses.CONTROL}) {
                assertThat(fixture.broker
                                .server()
                                .getAddressInfo(SimpleString.of(topic))
                                .getRoutingTypes())
                        .as(topic)
                        .containsExactly(RoutingType.MULTICAST);
            }
        }
    }

    @Test
    void anExpiredMessageGoesToTheInternalQueueAndToThePublicRing() throws Exception {
        try (BrokerFixture fixture = BrokerFixture.start(BrokerFixture.settings(directory))) {
            ClientSession session = fixture.node();
            BrokerFixture.send(session, BrokerAddresses.UNASSIGNED, "too late", 100);

            assertThat(BrokerFixture.receive(session, BrokerAddresses.EXPIRY)).isEqualTo("too late");
            assertThat(BrokerFixture.receive(session, BrokerAddresses.EXPIRED)).isEqualTo("too late");
        }
    }

    @Test
    void aMessageThatFindsNoQueueGoesToTheDeadLetters() throws Exception {
        try (BrokerFixture fixture = BrokerFixture.start(BrokerFixture.settings(directory))) {
            ClientSession session = fixture.node();
            session.createAddress(SimpleString.of("dispatcher.agent.gone"), RoutingType.ANYCAST, false);

            BrokerFixture.send(session, "dispatcher.agent.gone", "nobody home");

            assertThat(BrokerFixture.receive(session, BrokerAddresses.DEAD)).isEqualTo("nobody home");
        }
    }

    @Test
    void aMistypedAddressIsNotMadeByUseAndItsMessageIsKeptAsDead() throws Exception {
        try (BrokerFixture fixture = BrokerFixture.start(BrokerFixture.settings(directory))) {
            ClientSession session = fixture.node();

            BrokerFixture.send(session, "dispatcher.typo", "for nobody");

            assertThat(BrokerFixture.receive(session, BrokerAddresses.DEAD)).isEqualTo("for nobody");
            assertThat(fixture.broker.server().getAddressInfo(SimpleString.of("dispatcher.typo")))
                    .isNull();
        }
    }

    @Test
    void aFullAddressRefusesASenderWithinTheCallTimeout() throws Exception {
        BrokerSettings small = BrokerFixture.settings(directory).withLimits(1 << 20, 10);
        try (BrokerFixture fixture = BrokerFixture.start(small)) {
            ClientSession session = fixture.node();
            long before = System.nanoTime();

            assertThatThrownBy(() -> {
                        for (int i = 0; i < 1_000; i++) {
                            BrokerFixture.send(session, BrokerAddresses.UNASSIGNED, "m" + i);
                        }
                    })
                    .isInstanceOf(ActiveMQAddressFullException.class);
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(10));
        }
    }

    @Test
    void withTooLittleDiskLeftASenderIsRefusedAndNotBlocked() throws Exception {
        BrokerSettings noDisk = BrokerFixture.settings(directory).withMinFreeDisk(Long.MAX_VALUE / 2);
        try (BrokerFixture fixture = BrokerFixture.start(noDisk)) {
            ClientSession session = fixture.node();

            Awaitility.await().atMost(Duration.ofSeconds(15)).untilAsserted(() -> assertThatThrownBy(
                            () -> BrokerFixture.send(session, BrokerAddresses.UNASSIGNED, "x"))
                    .isInstanceOf(ActiveMQException.class));
        }
    }

    @Test
    void durableMessagesSurviveARestart() throws Exception {
        BrokerSettings settings = BrokerFixture.settings(directory);
        try (BrokerFixture first = BrokerFixture.start(settings)) {
            ClientSession session = first.node();
            session.createAddress(SimpleString.of("dispatcher.agent.a1"), RoutingType.ANYCAST, false);
            session.createQueue(QueueConfiguration.of("dispatcher.agent.a1").setRoutingType(RoutingType.ANYCAST));
            BrokerFixture.send(session, "dispatcher.agent.a1", "still here");
        }
        try (BrokerFixture second = BrokerFixture.start(settings)) {
            assertThat(BrokerFixture.receive(second.node(), "dispatcher.agent.a1"))
                    .isEqualTo("still here");
        }
    }

    @Test
    void aMessageJustUnderTheLargeThresholdIsNoFile() throws Exception {
        try (BrokerFixture fixture = BrokerFixture.start(BrokerFixture.settings(directory))) {
            ClientSession session = fixture.node();
            ClientMessage message = session.createMessage(true);
            message.getBodyBuffer().writeBytes(new byte[BrokerConfiguration.LARGE_MESSAGE - 4096]);
            try (var producer = session.createProducer(BrokerAddresses.UNASSIGNED)) {
                producer.send(message);
            }

            try (var consumer = session.createConsumer(BrokerAddresses.UNASSIGNED)) {
                ClientMessage received = consumer.receive(5_000);
                assertThat(received.isLargeMessage()).isFalse();
                assertThat(received.getBodySize()).isEqualTo(BrokerConfiguration.LARGE_MESSAGE - 4096);
            }
        }
    }

    @Test
    void aSecondBrokerOnTheSameJournalGivesUpAfterTheLockWait() throws Exception {
        BrokerSettings settings = BrokerFixture.settings(directory);
        try (BrokerFixture first = BrokerFixture.start(settings)) {
            assertThat(first.broker.port()).isPositive();
            long before = System.nanoTime();

            assertThatThrownBy(() -> BrokerFixture.start(BrokerFixture.settings(directory))
                            .close())
                    .isInstanceOf(BrokerStartException.class)
                    .hasMessageContaining("in use")
                    .hasMessageContaining(directory.toString());
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(12));
        }
    }

    @Test
    void aTakenPortIsNamedInTheFailure() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            BrokerSettings settings = BrokerFixture.settings(directory).withAcceptor("127.0.0.1", taken.getLocalPort());

            assertThatThrownBy(() -> BrokerFixture.start(settings).close())
                    .isInstanceOf(BrokerStartException.class)
                    .hasMessageContaining("port " + taken.getLocalPort())
                    .hasMessageContaining("--broker-port");
        }
    }
}
