package io.dispatcher.benchmarks;

import io.dispatcher.benchmarks.load.LargeBody;
import io.dispatcher.benchmarks.peers.BodyServer;
import io.dispatcher.benchmarks.peers.CrankerPeer;
import io.dispatcher.benchmarks.peers.DirectPeer;
import io.dispatcher.benchmarks.peers.HttpPeer;
import io.dispatcher.benchmarks.peers.NginxPeer;
import io.dispatcher.benchmarks.peers.Peer;
import io.dispatcher.benchmarks.peers.Target;
import io.dispatcher.benchmarks.peers.TunnelPeer;
import io.dispatcher.benchmarks.process.ChildProcess;
import io.dispatcher.benchmarks.process.Workspace;
import io.dispatcher.benchmarks.report.BodiesReport;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What large bodies run at through a tunnel, and what streams cost that are open and silent. */
@Command(
        name = "bodies",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        exitCodeOnInvalidInput = 1,
        exitCodeOnExecutionException = 3,
        description = "Measures large bodies each way beside Cranker, nginx and no hop at all; then idle streams.")
public final class BodiesCommand implements Callable<Integer> {
    private static final Duration LIMIT = Duration.ofMinutes(20);
    private static final String LOCATIONS = """
            client_max_body_size 0;
            location = /sink { proxy_pass http://127.0.0.1:%1$d; proxy_http_version 1.1; proxy_request_buffering off; }
            location = /idle { proxy_pass http://127.0.0.1:%1$d; proxy_buffering off; proxy_read_timeout 1h; }
            """;

    @Option(names = "--mebibytes", description = "of each large body")
    private int mebibytes = 1024;

    @Option(names = "--rounds")
    private int rounds = 3;

    @Option(names = "--streams", description = "that are open and silent")
    private int streams = 512;

    @Mixin
    private RunOptions options;

    @Override
    public Integer call() throws IOException {
        String loadAverage = Machine.loadAverage();
        RunOptions.endAfter(LIMIT);
        List<Peer> peers = List.of(
                new DirectPeer(),
                new NginxPeer(),
                new CrankerPeer(List.of(), List.of("cranker_3.0", "cranker_1.0")),
                new TunnelPeer(options.launcher(), options.coordinatorOptions(), options.agentOptions()));
        BodiesReport report = new BodiesReport(
                RunOptions.header(
                        loadAverage,
                        "options: " + mebibytes + " MiB a body, rounds " + rounds + ", interleaved, medians"),
                peers);
        try (Workspace workspace = Workspace.create();
                BodyServer bodies = new BodyServer()) {
            Runtime.getRuntime().addShutdownHook(new Thread(workspace::close, "end-of-benchmark"));
            Target.addFile(workspace, "large", bytes());
            Target target = Target.start(workspace, LOCATIONS.formatted(bodies.port()));
            Map<Peer, HttpPeer> running = new LinkedHashMap<>();
            for (Peer peer : peers) {
                running.put(peer, (HttpPeer) peer.start(workspace, target));
                RunOptions.progress("started " + peer.id());
            }
            for (int round = 0; round <= rounds; round++) {
                for (Map.Entry<Peer, HttpPeer> entry : running.entrySet()) {
                    measure(entry.getKey(), entry.getValue(), round, report);
                }
            }
            for (Map.Entry<Peer, HttpPeer> entry : running.entrySet()) {
                hold(entry.getKey(), entry.getValue(), report);
            }
        }
        options.publish("bodies", report.markdown());
        return 0;
    }

    private long bytes() {
        return (long) mebibytes << 20;
    }

    /** @param round the first of which warms up */
    private void measure(Peer peer, HttpPeer running, int round, BodiesReport report) throws IOException {
        double down = LargeBody.download(running.address(), running.prefix() + "/large", bytes());
        double up = LargeBody.upload(running.address(), running.prefix() + "/sink", bytes());
        RunOptions.progress("round %d, %s: %.0f MB/s down, %.0f MB/s up"
                .formatted(round, peer.id(), bytes() / down / 1e6, bytes() / up / 1e6));
        if (round > 0) {
            report.moved(peer, bytes() / down / 1e6, bytes() / up / 1e6);
        }
        report.memory(peer, memoryKib(running));
    }

    private static long memoryKib(HttpPeer running) {
        return running.processes().stream().mapToLong(ChildProcess::rssKib).sum();
    }

    /** Twice: what the first time makes a process grow is not what a stream costs. */
    private void hold(Peer peer, HttpPeer running, BodiesReport report) throws IOException {
        for (int time = 0; time < 2; time++) {
            running.processes().forEach(ChildProcess::rest);
            long before = memoryKib(running);
            List<Socket> open = new ArrayList<>();
            try {
                for (int i = 0; i < streams; i++) {
                    open.add(LargeBody.open(running.address(), running.prefix() + "/idle"));
                }
                pause();
                report.held(peer, streams, memoryKib(running) - before);
            } finally {
                for (Socket socket : open) {
                    socket.close();
                }
            }
            pause();
        }
    }

    private static void pause() throws IOException {
        try {
            TimeUnit.SECONDS.sleep(5);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
