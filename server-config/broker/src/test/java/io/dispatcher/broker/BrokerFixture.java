package io.dispatcher.broker;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.api.core.client.ServerLocator;

/** A running broker in a directory of its own, with users by name, and sessions that are closed with it. */
final class BrokerFixture implements AutoCloseable {

    private static final AtomicInteger IN_VM = new AtomicInteger(100);

    final EmbeddedBroker broker;
    private final java.util.List<AutoCloseable> open = new java.util.ArrayList<>();

    private BrokerFixture(EmbeddedBroker broker) {
        this.broker = broker;
    }

    static BrokerSettings settings(Path directory) {
        return BrokerSettings.in(directory).withInVmId(IN_VM.incrementAndGet()).withMinFreeDisk(0);
    }

    static BrokerFixture start(BrokerSettings settings) throws Exception {
        EmbeddedBroker broker = new EmbeddedBroker(settings);
        broker.start();
        return new BrokerFixture(broker);
    }

    /** From now on these users exist, with the password "secret". */
    static void users(Map<String, Set<String>> roles) {
        BrokerDoor.authenticator(new BrokerAuthenticator() {
            @Override
            public Set<String> rolesOf(String user, String password) {
                return "secret".equals(password) ? roles.get(user) : null;
            }

            @Override
            public boolean open() {
                return false;
            }
        });
    }

    static void everybody() {
        BrokerDoor.authenticator(new BrokerAuthenticator() {
            @Override
            public Set<String> rolesOf(String user, String password) {
                return null;
            }

            @Override
            public boolean open() {
                return true;
            }
        });
    }

    ClientSession node() throws Exception {
        return session(
                broker.nodeAccess().url(),
                broker.nodeAccess().user(),
                broker.nodeAccess().password());
    }

    /** Over TCP, as other systems do. */
    ClientSession user(String name, String password) throws Exception {
        return session(tcpUrl(), name, password);
    }

    String tcpUrl() {
        return "tcp://127.0.0.1:" + broker.port();
    }

    ClientSession session(String url, String user, String password) throws Exception {
        ServerLocator locator = ActiveMQClient.createServerLocator(url);
        open.add(locator);
        ClientSessionFactory factory = locator.createSessionFactory();
        open.add(factory);
        ClientSession session = factory.createSession(user, password, false, true, true, false, 1);
        open.add(session);
        session.start();
        return session;
    }

    static void send(ClientSession session, String address, String body) throws Exception {
        send(session, address, body, 0);
    }

    static void send(ClientSession session, String address, String body, long timeToLiveMillis) throws Exception {
        ClientMessage message = session.createMessage(true);
        message.getBodyBuffer().writeString(body);
        if (timeToLiveMillis > 0) {
            message.setExpiration(System.currentTimeMillis() + timeToLiveMillis);
        }
        try (var producer = session.createProducer(address)) {
            producer.send(message);
        }
    }

    /** Body of the next message within five seconds, or null. */
    static String receive(ClientSession session, String queue) throws Exception {
        try (var consumer = session.createConsumer(queue)) {
            ClientMessage message = consumer.receive(5_000);
            if (message == null) {
                return null;
            }
            message.acknowledge();
            return message.getBodyBuffer().readString();
        }
    }

    @Override
    public void close() throws Exception {
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
        broker.close();
        BrokerDoor.closed();
    }
}
