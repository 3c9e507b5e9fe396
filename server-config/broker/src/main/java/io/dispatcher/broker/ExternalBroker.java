package io.dispatcher.broker;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQSecurityException;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientRequestor;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.api.core.client.ServerLocator;
import org.apache.activemq.artemis.api.core.management.ManagementHelper;
import org.apache.activemq.artemis.api.core.management.ResourceNames;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.core.settings.impl.HierarchicalObjectRepository;

/** Whether a broker that is not ours will behave as the embedded one does: asked once, before anything relies on it (ARCHITECTURE D5). */
final class ExternalBroker {
    private static final String MANAGEMENT = "activemq.management";
    private static final long ANSWER_MS = 5_000;
    private static final int NAMED_AT_MOST = 3;

    private static final List<String> QUEUES = List.of(
            BrokerAddresses.REQUESTS,
            BrokerAddresses.UNASSIGNED,
            BrokerAddresses.OUTCOMES,
            BrokerAddresses.CALLBACKS,
            BrokerAddresses.EVENTS_IN,
            BrokerAddresses.EXPIRY,
            BrokerAddresses.EXPIRED,
            BrokerAddresses.DEAD);
    private static final List<String> TOPICS =
            List.of(BrokerAddresses.EVENTS, BrokerAddresses.PRESENCE, BrokerAddresses.CONTROL);

    /** Of those made at run time, any one stands for all. */
    private static final List<String> MADE_LATER = List.of(
            BrokerAddresses.AGENT_PREFIX + "*",
            BrokerAddresses.UPSTREAM_PREFIX + "*",
            BrokerAddresses.REPLIES_PREFIX + "*",
            BrokerAddresses.CLIENT_REPLY_PREFIX + "*");

    /** What must be as we have it, by its name in broker.xml. Sizes are the operator's, as long as there are any. */
    private static final Map<String, Function<AddressSettings, Object>> RULES = rules();

    private final NodeAccess access;
    private final String where;

    ExternalBroker(NodeAccess access) {
        this.access = access;
        this.where = "the broker at " + access.url().replaceFirst("\\?.*", "");
    }

    private static Map<String, Function<AddressSettings, Object>> rules() {
        Map<String, Function<AddressSettings, Object>> rules = new LinkedHashMap<>();
        rules.put("address-full-policy", AddressSettings::getAddressFullMessagePolicy);
        rules.put("auto-delete-queues", AddressSettings::isAutoDeleteQueues);
        rules.put("auto-delete-addresses", AddressSettings::isAutoDeleteAddresses);
        rules.put("auto-create-queues", AddressSettings::isAutoCreateQueues);
        rules.put("auto-create-addresses", AddressSettings::isAutoCreateAddresses);
        rules.put("max-delivery-attempts", AddressSettings::getMaxDeliveryAttempts);
        rules.put("redelivery-delay", AddressSettings::getRedeliveryDelay);
        rules.put("dead-letter-address", settings -> String.valueOf(settings.getDeadLetterAddress()));
        rules.put("expiry-address", settings -> String.valueOf(settings.getExpiryAddress()));
        rules.put("send-to-dla-on-no-route", AddressSettings::isSendToDLAOnNoRoute);
        rules.put("max-size-bytes", settings -> limit(settings.getMaxSizeBytes()));
        rules.put("page-limit-bytes", settings -> {
            Long most = settings.getPageLimitBytes();
            return limit(most == null ? -1 : most);
        });
        return rules;
    }

    private static String limit(long bytes) {
        return bytes > 0 ? "limited" : "unlimited";
    }

    /** @throws BrokerStartException with one line that names what is wrong and what to change */
    void verify() throws BrokerStartException {
        List<String> wrong;
        try (ServerLocator locator = ActiveMQClient.createServerLocator(access.url());
                ClientSessionFactory factory = locator.createSessionFactory();
                ClientSession session =
                        factory.createSession(access.user(), access.password(), false, true, true, false, 1)) {
            wrong = missing(session);
            wrong.addAll(misbehaving(session));
        } catch (ActiveMQSecurityException e) {
            throw new BrokerStartException(
                    where + " refuses user \"" + access.user() + "\" (" + e.getMessage()
                            + "): correct --broker-user and --broker-password-file, or give the user the role \"node\""
                            + " of server-config/broker.xml",
                    e);
        } catch (Exception e) {
            throw new BrokerStartException(
                    "cannot use " + where + " (" + e.getMessage() + "): start it or correct --broker-url", e);
        }
        if (!wrong.isEmpty()) {
            throw new BrokerStartException(where + " is not set up for this: " + named(wrong)
                    + ": take its settings from server-config/broker.xml");
        }
    }

    private static String named(List<String> wrong) {
        String first = wrong.stream().limit(NAMED_AT_MOST).collect(Collectors.joining("; "));
        return wrong.size() <= NAMED_AT_MOST ? first : first + "; and " + (wrong.size() - NAMED_AT_MOST) + " more";
    }

    private static List<String> missing(ClientSession session) throws ActiveMQException {
        List<String> wrong = new ArrayList<>();
        for (String queue : QUEUES) {
            ClientSession.QueueQuery found = session.queueQuery(SimpleString.of(queue));
            if (!found.isExists()) {
                wrong.add("there is no queue " + queue);
            } else if (queue.equals(BrokerAddresses.EVENTS_IN) && !Boolean.TRUE.equals(found.isExclusive())) {
                wrong.add("queue " + queue + " is not exclusive: two coordinators would number the same events");
            }
        }
        for (String topic : TOPICS) {
            if (!session.addressQuery(SimpleString.of(topic)).isSupportsMulticast()) {
                wrong.add("there is no multicast address " + topic);
            }
        }
        return wrong;
    }

    private static List<String> misbehaving(ClientSession session) throws Exception {
        HierarchicalObjectRepository<AddressSettings> ours = new HierarchicalObjectRepository<>();
        BrokerPolicies.settings(BrokerSettings.in(Path.of(""))).forEach(ours::addMatch);
        Map<String, AddressSettings> theirs = new LinkedHashMap<>();
        session.start();
        try (ClientRequestor management = new ClientRequestor(session, MANAGEMENT)) {
            for (List<String> addresses : List.of(MADE_LATER, QUEUES, TOPICS)) {
                for (String address : addresses) {
                    theirs.put(address, settings(session, management, address));
                }
            }
        }
        List<String> wrong = new ArrayList<>();
        RULES.forEach((name, rule) -> theirs.forEach((address, settings) -> {
            Object is = rule.apply(settings);
            Object mustBe = rule.apply(ours.getMatch(address));
            if (!is.equals(mustBe)) {
                wrong.add(name + " of " + address + " is " + is + " and must be " + mustBe);
            }
        }));
        return wrong;
    }

    private static AddressSettings settings(ClientSession session, ClientRequestor management, String address)
            throws Exception {
        ClientMessage question = session.createMessage(false);
        ManagementHelper.putOperationInvocation(question, ResourceNames.BROKER, "getAddressSettingsAsJSON", address);
        ClientMessage answer = management.request(question, ANSWER_MS);
        if (answer == null) {
            throw new ActiveMQException("its management does not answer");
        }
        Object result = ManagementHelper.getResult(answer);
        if (!ManagementHelper.hasOperationSucceeded(answer)) {
            throw new ActiveMQException("its management says: " + result);
        }
        return AddressSettings.fromJSON(String.valueOf(result));
    }
}
