package io.dispatcher.benchmarks.peers;

import io.dispatcher.benchmarks.cranker.ConnectorMain;
import io.dispatcher.benchmarks.cranker.RouterMain;
import io.dispatcher.benchmarks.process.ChildProcess;
import io.dispatcher.benchmarks.process.Workspace;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** HSBC Cranker, the peer of the bar: a router and a connector that dials out to it, each in a JVM of its own. */
public final class CrankerPeer implements Peer {
    private static final Duration START_LIMIT = Duration.ofSeconds(30);
    private static final Pattern ROUTER_READY = Pattern.compile("^router ready (\\d+) (\\d+)$");

    private final List<String> jvmOptions;
    private final List<String> protocols;

    /**
     * @param jvmOptions of both JVMs
     * @param protocols {@code cranker_3.0} (many requests on a connection), {@code cranker_1.0} (one), in order of preference
     */
    public CrankerPeer(List<String> jvmOptions, List<String> protocols) {
        this.protocols = List.copyOf(protocols);
        this.jvmOptions = List.copyOf(jvmOptions);
    }

    @Override
    public String id() {
        return "cranker";
    }

    @Override
    public String description() {
        return "HSBC Cranker (mu-cranker-router 2.0.4, cranker-connector 1.3.4, mu-server 2.0.1) with its defaults:"
                + " client → router → WebSocket → connector → target; no queue, no history";
    }

    @Override
    public RunningPeer start(Workspace workspace, Target target) throws IOException {
        ChildProcess router = workspace.startJava("cranker router", jvmOptions, RouterMain.class);
        Matcher ports = router.awaitLine(ROUTER_READY, START_LIMIT);
        String url = "http://127.0.0.1:" + target.address().getPort();
        List<String> arguments = new ArrayList<>(List.of(ports.group(2), url));
        arguments.addAll(protocols);
        ChildProcess connector = workspace.startJava(
                "cranker connector", jvmOptions, ConnectorMain.class, arguments.toArray(String[]::new));
        new HttpPeer(address(ports), List.of(connector)).awaitServing(START_LIMIT);
        return new HttpPeer(address(ports), List.of(router, connector));
    }

    private static InetSocketAddress address(Matcher ports) {
        return new InetSocketAddress("127.0.0.1", Integer.parseInt(ports.group(1)));
    }
}
