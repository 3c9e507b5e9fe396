package io.dispatcher.benchmarks.cranker;

import com.hsbc.cranker.connector.CrankerConnectorBuilder;
import com.hsbc.cranker.connector.RegistrationUriSuppliers;
import java.net.URI;
import java.util.List;

/** Cranker's connector with its default window, for one target on every route. */
public final class ConnectorMain {
    private ConnectorMain() {}

    /** @param arguments port of the router's registration server, URL of the target, protocols in order of preference */
    public static void main(String[] arguments) {
        CrankerConnectorBuilder.connector()
                .withPreferredProtocols(List.of(arguments).subList(2, arguments.length))
                .withRouterUris(RegistrationUriSuppliers.fixedUris(URI.create("ws://127.0.0.1:" + arguments[0])))
                .withRoute("*")
                .withTarget(URI.create(arguments[1]))
                .start();
        System.out.println("connector started");
    }
}
