package io.dispatcher.benchmarks.peers;

import io.dispatcher.benchmarks.hops.HopProtocol;
import io.dispatcher.benchmarks.jms.EchoMain;
import io.dispatcher.benchmarks.jms.JmsClientMain;
import io.dispatcher.benchmarks.load.Body;
import io.dispatcher.benchmarks.process.ChildProcess;
import io.dispatcher.benchmarks.process.Workspace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Request and reply by JMS: through Dispatcher's whole chain, or with a consumer in its place that answers at once. */
public final class JmsPeer implements Peer {
    private static final Duration START_LIMIT = Duration.ofSeconds(30);
    private static final String REQUESTS = "dispatcher.requests";

    /** Of a requester's own, made by use; on the same broker and under the same settings. */
    private static final String ECHO = "reply.benchmark.echo";

    /** One collector thread: the client shares the cores with what it measures. */
    private static final List<String> JVM = List.of("-XX:+UseSerialGC", "-Xmx192m");

    private final String id;
    private final DispatcherNode node;
    private final boolean persistent;
    private final int echoes;

    private JmsPeer(String id, DispatcherNode node, boolean persistent, int echoes) {
        this.id = id;
        this.node = node;
        this.persistent = persistent;
        this.echoes = echoes;
    }

    /** @param node with an agent */
    public static JmsPeer chain(String id, DispatcherNode node, boolean persistent) {
        return new JmsPeer(id, node, persistent, 0);
    }

    /** The same client, the same broker process, an echo instead of the chain. @param sessions of the echo */
    public static JmsPeer bare(String id, DispatcherNode node, int sessions) {
        return new JmsPeer(id, node, true, sessions);
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String description() {
        String mode = persistent ? "PERSISTENT" : "NON_PERSISTENT";
        return echoes == 0
                ? "JMS (Artemis' client, " + mode
                        + ") → dispatcher.requests → the full chain → reply to a temporary queue"
                : "the same client, " + mode + ", on the same broker → a queue → " + echoes
                        + " sessions that answer with the same text, each in a transaction → temporary queue;"
                        + " nothing of Dispatcher but its broker";
    }

    @Override
    public RunningPeer start(Workspace workspace, Target target) throws IOException {
        DispatcherNode.Running running = node.start(workspace);
        List<ChildProcess> processes = new ArrayList<>(running.processes());
        String port = Integer.toString(running.brokerPort());
        if (echoes > 0) {
            processes.remove(processes.size() - 1);
            ChildProcess echo =
                    workspace.startJava(id + " echo", JVM, EchoMain.class, port, ECHO, Integer.toString(echoes));
            echo.awaitLine(Pattern.compile("^" + EchoMain.READY + "$"), START_LIMIT);
            processes.add(echo);
        }
        ChildProcess client = workspace.startJava(
                id + " client", JVM, JmsClientMain.class, question(port, target).toArray(new String[0]));
        client.awaitLine(Pattern.compile("^" + HopProtocol.READY + "$"), START_LIMIT);
        processes.add(client);
        return new RunningHop(client, processes, echoes == 0);
    }

    private List<String> question(String port, Target target) {
        String text = "{\"url\": \"" + target.url(Body.SMALL) + "\"}";
        String mode = persistent ? JmsClientMain.PERSISTENT : JmsClientMain.NON_PERSISTENT;
        if (echoes > 0) {
            return List.of(port, ECHO, mode, text, text);
        }
        String body = new String(Body.SMALL.content(), StandardCharsets.US_ASCII);
        return List.of(port, REQUESTS, mode, text, "\"status_code\":200", "\"body\":\"" + body + "\"");
    }
}
