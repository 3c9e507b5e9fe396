package io.dispatcher.benchmarks.peers;

import io.dispatcher.benchmarks.process.ChildProcess;
import io.dispatcher.benchmarks.process.Workspace;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** WireMock standalone, the peer of the mocks' bar, without the journal of requests that would fill its memory. */
public final class WireMockPeer implements Peer {
    public static final String ID = "wiremock";
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final String STUB =
            "{'request': {'method': '%s', 'urlPath': '%s'}, 'response': {'status': 200, 'body': '%s',"
                    + " 'headers': {'Content-Type': 'text/plain'}}}";

    private final Path jar;
    private @Nullable RunningPeer running;

    /** @param jar {@code wiremock-standalone} */
    public WireMockPeer(Path jar) {
        this.jar = jar.toAbsolutePath();
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public String description() {
        return "WireMock 3.13.2 standalone, --no-request-journal, a heap of 512 MiB at most";
    }

    @Override
    public RunningPeer start(Workspace workspace, Target target) throws IOException {
        return start(workspace);
    }

    /** It needs no target; once started it is the same again. */
    public RunningPeer start(Workspace workspace) throws IOException {
        RunningPeer started = running;
        if (started == null) {
            started = startNow(workspace);
            running = started;
        }
        return started;
    }

    private RunningPeer startNow(Workspace workspace) throws IOException {
        int port = Workspace.freePort();
        ChildProcess process = workspace.start(
                "wiremock",
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-jar",
                        jar.toString(),
                        "--port",
                        Integer.toString(port),
                        "--bind-address",
                        "127.0.0.1",
                        "--no-request-journal",
                        "--disable-banner"),
                workspace.root());
        InetSocketAddress address = new InetSocketAddress("127.0.0.1", port);
        Stubs.put(process, HttpPeer.uri(address, "/__admin/mappings"), STUB, START_LIMIT);
        HttpPeer peer = new HttpPeer(address, List.of(process));
        peer.awaitServing(START_LIMIT);
        return new WithoutTarget(peer);
    }

    /** Tells a server of the rules. */
    static final class Stubs {
        private Stubs() {}

        /** Tries until it listens. */
        static void put(ChildProcess process, java.net.URI uri, String template, Duration limit) throws IOException {
            long deadline = System.nanoTime() + limit.toNanos();
            for (StubSet.Stub stub : StubSet.stubs()) {
                HttpRequest request = HttpRequest.newBuilder(uri)
                        .timeout(Duration.ofSeconds(30))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(StubSet.json(template, stub)))
                        .build();
                while (true) {
                    try {
                        int status = HttpPeer.exchange(request).statusCode();
                        if (status != 201) {
                            throw new IllegalStateException(uri + " answered " + status);
                        }
                        break;
                    } catch (IOException e) {
                        process.requireAlive();
                        if (System.nanoTime() > deadline) {
                            throw e;
                        }
                        ChildProcess.pause();
                    }
                }
            }
        }
    }
}
