package io.dispatcher.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.CoreAddressConfiguration;
import org.apache.activemq.artemis.core.config.FileDeploymentManager;
import org.apache.activemq.artemis.core.config.impl.FileConfiguration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code server-config/broker.xml} says what the embedded broker does. */
class BrokerXmlTest {
    private static Configuration file;
    private static Configuration embedded;

    @BeforeAll
    static void read() throws Exception {
        FileConfiguration read = new FileConfiguration();
        new FileDeploymentManager(Path.of("../broker.xml").toUri().toString())
                .addDeployable(read)
                .readConfiguration();
        file = read;
        embedded = BrokerConfiguration.of(BrokerSettings.in(Path.of("data")));
    }

    @Test
    void addressesBehaveAsInTheEmbeddedBroker() {
        assertThat(file.getAddressSettings()).containsExactlyInAnyOrderEntriesOf(embedded.getAddressSettings());
    }

    @Test
    void theSameAddressesAndQueuesAreThereFromTheStart() {
        assertThat(addresses(file)).isEqualTo(addresses(embedded));
        assertThat(file.getDivertConfigurations())
                .usingRecursiveFieldByFieldElementComparatorOnFields(
                        "name", "address", "forwardingAddress", "exclusive")
                .isEqualTo(embedded.getDivertConfigurations());
    }

    @Test
    void theBrokerAsAWholeIsLimitedInTheSameWay() {
        assertThat(figures(file)).isEqualTo(figures(embedded));
    }

    private static Map<String, String> addresses(Configuration configuration) {
        Map<String, String> addresses = new TreeMap<>();
        for (CoreAddressConfiguration address : configuration.getAddressConfigurations()) {
            addresses.put(
                    address.getName(),
                    address.getRoutingTypes() + " "
                            + address.getQueueConfigs().stream()
                                    .map(queue -> queue.getName() + " " + queue.getRoutingType() + " "
                                            + Boolean.TRUE.equals(queue.isExclusive()) + " "
                                            + (queue.getRingSize() == null ? -1 : queue.getRingSize()))
                                    .toList());
        }
        return addresses;
    }

    private static List<Object> figures(Configuration configuration) {
        return List.of(
                configuration.getGlobalMaxSize(),
                configuration.getMaxDiskUsage(),
                configuration.getMinDiskFree(),
                configuration.getMessageExpiryScanPeriod(),
                configuration.getJournalBufferSize_NIO(),
                configuration.getJournalType(),
                configuration.isPersistenceEnabled(),
                configuration.isSecurityEnabled(),
                configuration.isPopulateValidatedUser(),
                configuration.getSecurityInvalidationInterval());
    }
}
