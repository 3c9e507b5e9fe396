package io.dispatcher.broker;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.core.settings.impl.DiskFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.PageFullMessagePolicy;

/**
 * What happens on an address when it is full, when a message expires, fails or finds no queue (decision D5, ADR 4).
 *
 * <p>The broker merges settings: what a narrower match leaves out comes from the wider one.
 */
final class BrokerPolicies {

    /** The public copy of expired messages keeps this many. */
    static final long EXPIRED_RING = 10_000;

    private static final long PAGED_LIMIT = 1L << 30;
    private static final long EVENTS_BYTES = 16L << 20;

    private BrokerPolicies() {}

    static Map<String, AddressSettings> settings(BrokerSettings broker) {
        Map<String, AddressSettings> all = new LinkedHashMap<>();
        all.put("#", everything(broker));
        all.put(
                "dispatcher.#",
                new AddressSettings().setSendToDLAOnNoRoute(true).setExpiryAddress(name(BrokerAddresses.EXPIRY)));
        AddressSettings ours = new AddressSettings().setMaxDeliveryAttempts(-1).setRedeliveryDelay(0);
        all.put(BrokerAddresses.AGENT_PREFIX + "#", ours);
        all.put(BrokerAddresses.UPSTREAM_PREFIX + "#", ours);
        all.put(BrokerAddresses.UNASSIGNED, ours);
        // Their readers bury what is wrong themselves, with the reason; the rest waits for as long as it takes.
        all.put(BrokerAddresses.REQUESTS, ours);
        all.put(BrokerAddresses.OUTCOMES, ours);
        all.put(BrokerAddresses.EVENTS, topic());
        all.put(BrokerAddresses.EVENTS_IN, journal());
        all.put(BrokerAddresses.PRESENCE, dropping());
        all.put(BrokerAddresses.CONTROL, new AddressSettings().setSendToDLAOnNoRoute(false));
        all.put(BrokerAddresses.EXPIRY, toDisk());
        all.put(BrokerAddresses.DEAD, toDisk());
        all.put(BrokerAddresses.EXPIRED, toDisk().setDefaultRingSize(EXPIRED_RING));
        all.put(BrokerAddresses.CALLBACKS, toDisk());
        all.put(BrokerAddresses.CLIENT_REPLY_PREFIX + "#", madeByUse());
        return all;
    }

    private static AddressSettings everything(BrokerSettings broker) {
        return new AddressSettings()
                .setAutoCreateQueues(false)
                .setAutoCreateAddresses(false)
                .setAutoDeleteQueues(false)
                .setAutoDeleteAddresses(false)
                .setDeadLetterAddress(name(BrokerAddresses.DEAD))
                .setAddressFullMessagePolicy(AddressFullMessagePolicy.FAIL)
                .setDiskFullMessagePolicy(DiskFullMessagePolicy.FAIL)
                .setMaxSizeBytes(broker.maxAddressBytes())
                .setMaxSizeMessages(broker.maxAddressMessages())
                .setMaxDeliveryAttempts(5)
                .setRedeliveryDelay(500)
                .setRedeliveryMultiplier(2)
                .setMaxRedeliveryDelay(30_000)
                .setEnableMetrics(false);
    }

    /** Presence is better lost than refused. */
    private static AddressSettings dropping() {
        return new AddressSettings()
                .setSendToDLAOnNoRoute(false)
                .setAddressFullMessagePolicy(AddressFullMessagePolicy.DROP)
                .setDiskFullMessagePolicy(DiskFullMessagePolicy.DROP)
                .setMaxSizeBytes(EVENTS_BYTES);
    }

    /**
     * What subscribers have not read yet, until it is a day old and simply gone. Over the disk's share it is refused: the sequencer leaves a hole in the
     * numbers and counts it, where a drop would be silent.
     */
    private static AddressSettings topic() {
        return journal().setNoExpiry(false).setExpiryAddress(name(""));
    }

    /**
     * Records that wait for the database, however long it is away and however often one of them was tried; when the disk's share is full too, senders are
     * refused: they count what they cannot keep, and a drop here would be silent.
     */
    private static AddressSettings journal() {
        return toDisk().setMaxSizeBytes(EVENTS_BYTES);
    }

    /**
     * The last stops, and callbacks, whose receivers may be away for hours: what comes here has nowhere else to go, so it goes to disk and never expires a
     * second time.
     */
    private static AddressSettings toDisk() {
        return new AddressSettings()
                .setSendToDLAOnNoRoute(false)
                .setNoExpiry(true)
                .setMaxDeliveryAttempts(-1)
                .setRedeliveryDelay(0)
                .setAddressFullMessagePolicy(AddressFullMessagePolicy.PAGE)
                .setMaxSizeBytes(8L << 20)
                .setPageSizeBytes(1 << 20)
                .setPageLimitBytes(PAGED_LIMIT)
                .setPageFullMessagePolicy(PageFullMessagePolicy.FAIL);
    }

    private static AddressSettings madeByUse() {
        return new AddressSettings()
                .setAutoCreateQueues(true)
                .setAutoCreateAddresses(true)
                .setAutoDeleteQueues(true)
                .setAutoDeleteAddresses(true)
                .setAutoDeleteQueuesDelay(60_000)
                .setAutoDeleteAddressesDelay(60_000);
    }

    private static SimpleString name(String address) {
        return SimpleString.of(address);
    }
}
