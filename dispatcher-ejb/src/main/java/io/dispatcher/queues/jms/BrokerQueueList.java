package io.dispatcher.queues.jms;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dispatcher.broker.BrokerAddresses;
import io.dispatcher.messaging.BrokerConnection;
import io.dispatcher.queues.QueueList;
import io.dispatcher.queues.QueueView;
import io.dispatcher.queues.QueuesUnavailableException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientRequestor;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.management.ManagementHelper;
import org.apache.activemq.artemis.api.core.management.ResourceNames;
import org.jspecify.annotations.Nullable;

/** Queues as the broker's management tells of them, an external broker's too. */
public final class BrokerQueueList implements QueueList {
    private static final String MANAGEMENT = "activemq.management";
    private static final long ANSWER_MS = 5_000;
    private static final int MOST = 100_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final BrokerConnection broker;

    public BrokerQueueList(BrokerConnection broker) {
        this.broker = broker;
    }

    @Override
    public List<QueueView> all() {
        try (ClientSession session = broker.session();
                ClientRequestor management = new ClientRequestor(session, MANAGEMENT)) {
            session.start();
            String json = String.valueOf(ask(session, management, ResourceNames.BROKER, "listQueues", "", 1, MOST));
            List<QueueView> queues = new ArrayList<>();
            for (JsonNode queue : JSON.readTree(json).path("data")) {
                if (queue.path("name").asText().startsWith(BrokerAddresses.ROOT)) {
                    queues.add(view(session, management, queue));
                }
            }
            queues.sort(Comparator.comparing(QueueView::name));
            return queues;
        } catch (Exception e) {
            // The client's own signature.
            throw new QueuesUnavailableException(e);
        }
    }

    private static QueueView view(ClientSession session, ClientRequestor management, JsonNode queue) throws Exception {
        String name = queue.path("name").asText();
        long depth = queue.path("messageCount").asLong();
        return new QueueView(
                name,
                depth,
                queue.path("consumerCount").asLong(),
                queue.path("deliveringCount").asLong(),
                queue.path("scheduledCount").asLong(),
                depth == 0 ? 0 : oldest(session, management, name),
                queue.path("messagesExpired").asLong(),
                queue.path("messagesKilled").asLong());
    }

    private static long oldest(ClientSession session, ClientRequestor management, String name) throws Exception {
        Object age = ask(session, management, ResourceNames.QUEUE + name, "getFirstMessageAge");
        return age instanceof Number milliseconds ? Math.max(0, milliseconds.longValue()) : 0;
    }

    private static @Nullable Object ask(
            ClientSession session, ClientRequestor management, String resource, String operation, Object... parameters)
            throws Exception {
        ClientMessage question = session.createMessage(false);
        ManagementHelper.putOperationInvocation(question, resource, operation, parameters);
        ClientMessage answer = management.request(question, ANSWER_MS);
        if (answer == null) {
            throw new ActiveMQException("the broker's management does not answer");
        }
        if (!ManagementHelper.hasOperationSucceeded(answer)) {
            throw new ActiveMQException("the broker's management says: " + ManagementHelper.getResult(answer));
        }
        return ManagementHelper.getResult(answer);
    }
}
