package io.dispatcher.benchmarks.hops;

import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.api.core.client.ServerLocator;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;

/**
 * The broker hop alone: an embedded Artemis, reached in the same JVM, non-persistent messages on fixed queues; four workers
 * answer each request to its caller's reply queue. What is measured is two sends, two deliveries and two acknowledgements.
 */
public final class BrokerHopMain {
    static final String REQUESTS = "requests";
    private static final int WORKERS = 4;
    private static final int ACK_BATCH_BYTES = 64 * 1024;

    private BrokerHopMain() {}

    public static void main(String[] arguments) throws Exception {
        EmbeddedActiveMQ broker = new EmbeddedActiveMQ().setConfiguration(configuration());
        broker.start();
        ServerLocator locator = ActiveMQClient.createServerLocator("vm://0")
                .setAckBatchSize(ACK_BATCH_BYTES)
                .setBlockOnNonDurableSend(false);
        ClientSessionFactory factory = locator.createSessionFactory();
        try (ClientSession setUp = factory.createSession(true, true)) {
            setUp.createQueue(queue(REQUESTS));
        }
        for (int i = 0; i < WORKERS; i++) {
            startWorker(factory);
        }
        HopProtocol.serve(new BrokerCallers(factory)::run);
        locator.close();
        broker.stop();
    }

    private static Configuration configuration() throws Exception {
        return new ConfigurationImpl()
                .setPersistenceEnabled(false)
                .setSecurityEnabled(false)
                .setJMXManagementEnabled(false)
                .addAcceptorConfiguration("in-vm", "vm://0");
    }

    static QueueConfiguration queue(String name) {
        return QueueConfiguration.of(name).setRoutingType(RoutingType.ANYCAST).setDurable(false);
    }

    private static void startWorker(ClientSessionFactory factory) throws Exception {
        ClientSession session = factory.createSession(true, true, ACK_BATCH_BYTES);
        ClientProducer replies = session.createProducer();
        session.createConsumer(REQUESTS).setMessageHandler(request -> answer(session, replies, request));
        session.start();
    }

    private static void answer(ClientSession session, ClientProducer replies, ClientMessage request) {
        ClientMessage reply = session.createMessage(false);
        reply.putIntProperty(BrokerCallers.CALLER, request.getIntProperty(BrokerCallers.CALLER));
        reply.getBodyBuffer().writeBytes(new byte[request.getIntProperty(BrokerCallers.BYTES)]);
        try {
            replies.send(request.getStringProperty(BrokerCallers.REPLY_TO), reply);
            request.acknowledge();
        } catch (ActiveMQException e) {
            throw new IllegalStateException(e);
        }
    }
}
