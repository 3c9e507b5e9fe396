package io.dispatcher.benchmarks.peers;

import io.dispatcher.benchmarks.load.Body;
import io.dispatcher.benchmarks.process.ChildProcess;
import io.dispatcher.benchmarks.process.Workspace;
import java.io.IOException;
import java.io.RandomAccessFile;
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
        return start(workspace, "");
    }

    /** @param locations more of nginx's, besides the files */
    public static Target start(Workspace workspace, String locations) throws IOException {
        Path files = workspace.directory("files");
        for (Body body : Body.values()) {
            Files.write(files.resolve(body.id()), body.content());
        }
        InetSocketAddress address = new InetSocketAddress("127.0.0.1", Workspace.freePort());
        ChildProcess process = Nginx.start(
                workspace,
                "target",
                "server { listen 127.0.0.1:%d backlog=4096; root %s; open_file_cache max=16 inactive=600s; %s }"
                        .formatted(address.getPort(), files, locations));
        new HttpPeer(address, List.of(process)).awaitServing(START_LIMIT);
        return new Target(address, process);
    }

    /** Adds a file of so many zeros. */
    public static void addFile(Workspace workspace, String name, long bytes) throws IOException {
        try (RandomAccessFile file =
                new RandomAccessFile(workspace.directory("files").resolve(name).toFile(), "rw")) {
            file.setLength(bytes);
        }
    }

    /** URL of a body. */
    public String url(Body body) {
        return HttpPeer.uri(address, body.path()).toString();
    }
}
