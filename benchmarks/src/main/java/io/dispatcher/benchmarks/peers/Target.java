package io.dispatcher.benchmarks.peers;

import io.dispatcher.benchmarks.load.Body;
import io.dispatcher.benchmarks.process.ChildProcess;
import io.dispatcher.benchmarks.process.Workspace;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The fast target that all peers end at: nginx, one worker, static files. */
public record Target(InetSocketAddress address, ChildProcess process) {
    private static final Duration START_LIMIT = Duration.ofSeconds(10);

    /** Starts it and checks each of its bodies. */
    public static Target start(Workspace workspace) throws IOException {
        Path files = workspace.directory("files");
        for (Body body : Body.values()) {
            Files.write(files.resolve(body.id()), body.content());
        }
        InetSocketAddress address = new InetSocketAddress("127.0.0.1", Workspace.freePort());
        ChildProcess process = Nginx.start(
                workspace,
                "target",
                "server { listen 127.0.0.1:%d backlog=4096; root %s; open_file_cache max=16 inactive=600s; }"
                        .formatted(address.getPort(), files));
        new HttpPeer(address, List.of(process)).awaitServing(START_LIMIT);
        return new Target(address, process);
    }

    /** URL of a body. */
    public String url(Body body) {
        return HttpPeer.uri(address, body.path()).toString();
    }
}
