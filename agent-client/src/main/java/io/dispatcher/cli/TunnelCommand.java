package io.dispatcher.cli;

import io.dispatcher.api.ApiClient;
import io.dispatcher.protocol.Names;
import io.dispatcher.terminal.Terminal;
import io.dispatcher.tunnel.ClientDoor;
import io.dispatcher.view.Shown;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "tunnel", description = "Open a local port whose every request comes out at an upstream.")
final class TunnelCommand extends ApiCommand {
    private static final double LONGEST_TTL = 86_400;

    @Option(
            names = "--listen",
            required = true,
            paramLabel = "[ADDR:]PORT",
            description = "Where to listen, on loopback unless an address is given; port 0: any free one.")
    String listen;

    @Option(names = "--upstream", required = true, paramLabel = "NAME", description = "The upstream behind it.")
    String upstream;

    @Option(names = "--client-id", paramLabel = "ID", description = "Name of this client (default: client).")
    String clientId = "client";

    @Option(
            names = "--ttl",
            paramLabel = "S",
            description = "Seconds a request waits for an agent (default: the coordinator's setting).")
    @Nullable
    Double ttl;

    @Option(
            names = "--listen-token-file",
            paramLabel = "F",
            description = "File with the token that callers of the port must send as Dispatcher-Authorization: Bearer.")
    @Nullable
    Path listenTokenFile;

    TunnelCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    int run(ApiClient api) throws Exception {
        checked("--upstream", upstream);
        checked("--client-id", clientId);
        if (ttl != null && !(ttl >= 0 && ttl <= LONGEST_TTL)) {
            throw usage("--ttl: not from 0 to " + (long) LONGEST_TTL + " seconds");
        }
        ListenAddress address = address();
        String callersToken = token(listenTokenFile);
        ClientDoor door = new ClientDoor(
                address.host(),
                address.port(),
                new ClientDoor.Way(coordinators().get(0), upstream, clientId, ttl, token(), callersToken, tls()));
        try {
            door.start();
        } catch (IOException e) {
            throw new CommandFailure("cannot listen on " + address + " (" + Shown.reason(e)
                    + "): choose another with --listen, port 0 takes a free one");
        }
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(door), "tunnel-stop"));
        terminal().line("tunnel ready " + door.url());
        if (callersToken == null && !address.isLoopback()) {
            terminal().note("tunnel: whoever reaches " + address + " can use it; --listen-token-file wants a token");
        }
        door.join();
        return ExitCode.OK;
    }

    private void checked(String option, String name) {
        if (!Names.isId(name)) {
            throw usage(option + ": '" + name + "' is no name like shop");
        }
    }

    private ListenAddress address() {
        try {
            return ListenAddress.parse(listen);
        } catch (IllegalArgumentException e) {
            throw usage("--listen: " + e.getMessage());
        }
    }

    // A JVM that a signal ends exits with 128 and more; a tunnel that was told to stop did nothing wrong.
    private static void stop(ClientDoor door) {
        door.close();
        Runtime.getRuntime().halt(ExitCode.OK);
    }
}
