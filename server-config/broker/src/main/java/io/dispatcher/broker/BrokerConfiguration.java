package io.dispatcher.broker;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.CoreAddressConfiguration;
import org.apache.activemq.artemis.core.config.DivertConfiguration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.remoting.impl.invm.InVMAcceptorFactory;
import org.apache.activemq.artemis.core.remoting.impl.invm.TransportConstants;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptorFactory;
import org.apache.activemq.artemis.core.server.JournalType;

/** Builds the broker's configuration: journal, acceptors, addresses. */
final class BrokerConfiguration {

    /** A message up to this size is a journal record, not a file of its own (bytes). */
    static final int LARGE_MESSAGE = 2 << 20;

    /** Must hold the largest record with its properties, else the server makes a file of it all the same. */
    private static final int JOURNAL_BUFFER = 4 << 20;

    /**
     * What waits to be on disk is synced together at most so late (ns). The default, 3.3 ms, is meant for turning disks; a stored request waits for four such
     * syncs, and a slow sync gathers by itself ({@code docs/performance.md}).
     */
    private static final int SYNC_NANOS = 1_000_000;

    private static final long EXPIRY_SCAN_MILLIS = 200;
    private static final long GLOBAL_MAX_BYTES = 256L << 20;

    private BrokerConfiguration() {}

    static Configuration of(BrokerSettings settings) throws Exception {
        ConfigurationImpl configuration = new ConfigurationImpl();
        configuration.setName("dispatcher");
        journal(configuration, settings);
        threads(configuration);
        configuration.setSecurityEnabled(true);
        configuration.setPopulateValidatedUser(true);
        configuration.registerBrokerPlugin(new SenderStamp());
        // A revoked token is out after this long.
        configuration.setSecurityInvalidationInterval(1_000);
        configuration.setMessageExpiryScanPeriod(EXPIRY_SCAN_MILLIS);
        configuration.setGlobalMaxSize(GLOBAL_MAX_BYTES);
        configuration.setMaxDiskUsage(-1);
        configuration.setMinDiskFree(settings.minFreeDisk());
        configuration.setDiskScanPeriod(1_000);
        configuration.setJMXManagementEnabled(false);
        configuration.setCriticalAnalyzer(false);
        configuration.addAcceptorConfiguration(inVm(settings));
        if (settings.port() >= 0) {
            configuration.addAcceptorConfiguration(tcp(settings));
        }
        BrokerPolicies.settings(settings).forEach(configuration::addAddressSetting);
        addresses(configuration);
        return configuration;
    }

    private static void journal(ConfigurationImpl configuration, BrokerSettings settings) {
        configuration.setPersistenceEnabled(true);
        configuration.setJournalType(JournalType.NIO);
        configuration.setJournalDirectory(
                settings.directory().resolve("journal").toString());
        configuration.setBindingsDirectory(
                settings.directory().resolve("bindings").toString());
        configuration.setPagingDirectory(settings.directory().resolve("paging").toString());
        configuration.setLargeMessagesDirectory(
                settings.directory().resolve("large").toString());
        configuration.setJournalLockAcquisitionTimeout(settings.lockWait().toMillis());
        configuration.setJournalBufferSize_NIO(JOURNAL_BUFFER);
        configuration.setJournalBufferTimeout_NIO(SYNC_NANOS);
        configuration.setJournalFileSize(10 << 20);
        configuration.setJournalMinFiles(2);
        configuration.setJournalPoolFiles(4);
    }

    private static void threads(ConfigurationImpl configuration) {
        configuration.setScheduledThreadPoolMaxSize(2);
        configuration.setThreadPoolMaxSize(16);
    }

    private static TransportConfiguration inVm(BrokerSettings settings) {
        Map<String, Object> parameters = new HashMap<>();
        parameters.put(TransportConstants.SERVER_ID_PROP_NAME, settings.inVmId());
        return new TransportConfiguration(InVMAcceptorFactory.class.getName(), parameters, "in-vm");
    }

    private static TransportConfiguration tcp(BrokerSettings settings) {
        Map<String, Object> parameters = new HashMap<>();
        parameters.put("host", settings.host());
        parameters.put("port", settings.port());
        parameters.put("protocols", "CORE,AMQP");
        parameters.put("useEpoll", false);
        parameters.put("useKQueue", false);
        parameters.put("remotingThreads", 2);
        Map<String, Object> protocol = new HashMap<>();
        protocol.put("amqpMinLargeMessageSize", LARGE_MESSAGE);
        return new TransportConfiguration(NettyAcceptorFactory.class.getName(), parameters, "tcp", protocol);
    }

    private static void addresses(ConfigurationImpl configuration) {
        for (String queue : List.of(
                BrokerAddresses.REQUESTS,
                BrokerAddresses.UNASSIGNED,
                BrokerAddresses.OUTCOMES,
                BrokerAddresses.CALLBACKS,
                BrokerAddresses.DEAD,
                BrokerAddresses.EXPIRY)) {
            anycast(configuration, QueueConfiguration.of(queue));
        }
        anycast(configuration, QueueConfiguration.of(BrokerAddresses.EVENTS_IN).setExclusive(true));
        anycast(configuration, QueueConfiguration.of(BrokerAddresses.EXPIRED).setRingSize(BrokerPolicies.EXPIRED_RING));
        for (String topic : List.of(BrokerAddresses.EVENTS, BrokerAddresses.PRESENCE, BrokerAddresses.CONTROL)) {
            configuration.addAddressConfiguration(
                    new CoreAddressConfiguration().setName(topic).addRoutingType(RoutingType.MULTICAST));
        }
        // One expiry address, two readers: orders are ended from the first, the ring is for people.
        configuration.addDivertConfiguration(new DivertConfiguration()
                .setName("expired-copy")
                .setAddress(BrokerAddresses.EXPIRY)
                .setForwardingAddress(BrokerAddresses.EXPIRED)
                .setExclusive(false));
    }

    private static void anycast(ConfigurationImpl configuration, QueueConfiguration queue) {
        configuration.addAddressConfiguration(new CoreAddressConfiguration()
                .setName(queue.getName().toString())
                .addRoutingType(RoutingType.ANYCAST)
                .addQueueConfig(queue.setRoutingType(RoutingType.ANYCAST)
                        .setDurable(true)
                        .setAutoDelete(false)));
    }
}
