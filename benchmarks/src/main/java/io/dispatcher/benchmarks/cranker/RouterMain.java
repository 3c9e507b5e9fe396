package io.dispatcher.benchmarks.cranker;

import com.hsbc.cranker.mucranker.CrankerRouter;
import com.hsbc.cranker.mucranker.CrankerRouterBuilder;
import io.muserver.MuServer;
import io.muserver.MuServerBuilder;

/** Cranker's router as its README shows it: one server for clients, one for connectors, both on loopback and any port. */
public final class RouterMain {
    private RouterMain() {}

    /** Prints {@code router ready CLIENT_PORT REGISTRATION_PORT}. */
    public static void main(String[] arguments) {
        CrankerRouter router = CrankerRouterBuilder.crankerRouter()
                .withConnectorMaxWaitInMillis(10_000)
                .start();
        MuServer clients = server(router.createHttpHandler());
        MuServer registrations = server(router.createRegistrationHandler());
        System.out.println("router ready " + clients.uri().getPort() + " "
                + registrations.uri().getPort());
    }

    private static MuServer server(io.muserver.MuHandler handler) {
        return MuServerBuilder.httpServer()
                .withInterface("127.0.0.1")
                .withHttpPort(0)
                .addHandler(handler)
                .start();
    }
}
