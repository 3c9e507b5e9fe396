package io.dispatcher.benchmarks.cranker;

import com.hsbc.cranker.connector.CrankerConnectorBuilder;
import com.hsbc.cranker.connector.RegistrationUriSuppliers;
import java.net.URI;

/** Cranker's connector with its defaults, for one target on every route. */
public final class ConnectorMain {
    private ConnectorMain() {}

    /** @param arguments port of the router's registration server, URL of the target */
    public static void main(String[] arguments) {
        CrankerConnectorBuilder.connector()
                .withRouterUris(RegistrationUriSuppliers.fixedUris(URI.create("ws://127.0.0.1:" + arguments[0])))
                .withRoute("*")
                .withTarget(URI.create(arguments[1]))
                .start();
        System.out.println("connector started");
    }
}
