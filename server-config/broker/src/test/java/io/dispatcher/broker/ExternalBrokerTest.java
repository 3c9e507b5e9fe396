package io.dispatcher.broker;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.settings.HierarchicalRepository;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is verified of a broker that is reached over the network. */
@Timeout(60)
class ExternalBrokerTest {
    private BrokerFixture fixture;

    @BeforeEach
    void start(@TempDir Path directory) throws Exception {
        fixture = BrokerFixture.start(BrokerFixture.settings(directory).withLimits(1 << 20, 100));
    }

    @AfterEach
    void stop() throws Exception {
        fixture.close();
    }

    @Test
    void oneThatBehavesAsTheEmbeddedOneMayHaveItsOwnSizes() {
        assertThatCode(() -> external(fixture.broker.nodeAccess().password()).verify())
                .doesNotThrowAnyException();
    }

    @Test
    void aWrongPasswordIsSaidToBeOne() {
        assertThatThrownBy(() -> external("wrong").verify())
                .isInstanceOf(BrokerStartException.class)
                .hasMessageContaining("--broker-password-file")
                .hasMessageContaining(fixture.broker.nodeAccess().user())
                .hasMessageNotContaining("wrong");
    }

    @Test
    void aSettingThatWouldBlockOrLoseIsNamedWithItsAddressAndWhatItMustBe() {
        change("dispatcher.agent.#", agent -> agent.setAddressFullMessagePolicy(AddressFullMessagePolicy.BLOCK)
                .setAutoDeleteQueues(true));
        change("dispatcher.unassigned", unassigned -> unassigned.setMaxSizeBytes(-1));

        assertThatThrownBy(
                        () -> external(fixture.broker.nodeAccess().password()).verify())
                .isInstanceOf(BrokerStartException.class)
                .hasMessageContaining("address-full-policy of dispatcher.agent.* is BLOCK and must be FAIL")
                .hasMessageContaining("auto-delete-queues of dispatcher.agent.* is true and must be false")
                .hasMessageContaining("max-size-bytes of dispatcher.unassigned is unlimited and must be limited")
                .hasMessageContaining("broker.xml");
    }

    @Test
    void aQueueThatIsMissingIsNamed() throws Exception {
        fixture.broker.server().destroyQueue(SimpleString.of(BrokerAddresses.UNASSIGNED));

        assertThatThrownBy(
                        () -> external(fixture.broker.nodeAccess().password()).verify())
                .isInstanceOf(BrokerStartException.class)
                .hasMessageContaining("no queue dispatcher.unassigned");
    }

    @Test
    void aJournalThatSeveralWouldReadAtATimeIsNamed() throws Exception {
        fixture.broker
                .server()
                .updateQueue(QueueConfiguration.of(BrokerAddresses.EVENTS_IN).setExclusive(false));

        assertThatThrownBy(
                        () -> external(fixture.broker.nodeAccess().password()).verify())
                .isInstanceOf(BrokerStartException.class)
                .hasMessageContaining("dispatcher.events.in is not exclusive");
    }

    @Test
    void somebodyWhoIsNoBrokerIsGivenUp() throws Exception {
        try (ServerSocket mute = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            String url = BrokerUrls.external("tcp://127.0.0.1:" + mute.getLocalPort());
            assertThatThrownBy(() -> new ExternalBroker(new NodeAccess(url, "u", "p")).verify())
                    .isInstanceOf(BrokerStartException.class)
                    .hasMessageContaining("127.0.0.1:" + mute.getLocalPort() + " ")
                    .hasMessageContaining("--broker-url");
        }
    }

    private void change(String match, UnaryOperator<AddressSettings> change) {
        HierarchicalRepository<AddressSettings> all = fixture.broker.server().getAddressSettingsRepository();
        all.addMatch(match, change.apply(new AddressSettings(all.getMatch(match))));
    }

    private ExternalBroker external(String password) {
        return new ExternalBroker(new NodeAccess(
                BrokerUrls.external(fixture.tcpUrl()),
                fixture.broker.nodeAccess().user(),
                password));
    }
}
