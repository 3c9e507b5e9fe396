package io.dispatcher.broker;

import jakarta.resource.spi.BootstrapContext;
import jakarta.resource.spi.ResourceAdapterInternalException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ServerLocator;
import org.apache.activemq.artemis.ra.ActiveMQResourceAdapter;
import org.jspecify.annotations.Nullable;

/**
 * Artemis' resource adapter that first opens the door: starts the embedded broker, or points at {@code --broker-url}.
 * The server creates, starts and stops one instance.
 */
public class DispatcherResourceAdapter extends ActiveMQResourceAdapter {

    private static final long serialVersionUID = 1L;
    private static final String START_FAILURE = "dispatcher.start-failure";

    private transient @Nullable EmbeddedBroker broker;

    @Override
    public void start(BootstrapContext context) throws ResourceAdapterInternalException {
        try {
            NodeAccess access = open();
            connectTo(access);
            BrokerDoor.opened(access, broker == null ? null : broker.server());
        } catch (Exception | LinkageError e) {
            // An error too must be told: whatever comes next only knows that there is no broker.
            String line = String.valueOf(e.getMessage());
            System.setProperty(START_FAILURE, line);
            throw new ResourceAdapterInternalException(line, e);
        }
        super.start(context);
    }

    @Override
    public void stop() {
        super.stop();
        BrokerDoor.closed();
        EmbeddedBroker running = broker;
        if (running != null) {
            running.close();
        }
    }

    private NodeAccess open() throws BrokerStartException {
        String url = setting("broker-url");
        if (url != null && !url.isBlank()) {
            NodeAccess external = new NodeAccess(BrokerUrls.external(url), orEmpty(setting("broker-user")), password());
            new ExternalBroker(external).verify();
            return external;
        }
        EmbeddedBroker embedded = new EmbeddedBroker(BrokerSettings.resolve(DispatcherResourceAdapter::setting));
        embedded.start();
        broker = embedded;
        return embedded.nodeAccess();
    }

    private void connectTo(NodeAccess access) throws Exception {
        try (ServerLocator locator = ActiveMQClient.createServerLocator(access.url())) {
            TransportConfiguration[] connectors = locator.getStaticTransportConfigurations();
            setConnectorClassName(Arrays.stream(connectors)
                    .map(TransportConfiguration::getFactoryClassName)
                    .collect(Collectors.joining(",")));
            setConnectionParameters(Arrays.stream(connectors)
                    .map(connector -> parameters(connector.getParams()))
                    .collect(Collectors.joining(",")));
        }
        setUserName(access.user());
        setPassword(access.password());
        setMinLargeMessageSize(BrokerConfiguration.LARGE_MESSAGE);
        setUseGlobalPools(true);
    }

    private static String parameters(Map<String, Object> parameters) {
        return parameters.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining(";"));
    }

    private static String password() {
        String file = setting("broker-password-file");
        if (file == null || file.isBlank()) {
            return "";
        }
        try {
            return Files.readString(Path.of(file)).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("--broker-password-file cannot be read: " + file, e);
        }
    }

    private static String orEmpty(@Nullable String value) {
        return value == null ? "" : value;
    }

    private static @Nullable String setting(String name) {
        String property = System.getProperty("dispatcher." + name);
        return property != null
                ? property
                : System.getenv("DISPATCHER_" + name.replace('-', '_').toUpperCase(Locale.ROOT));
    }
}
