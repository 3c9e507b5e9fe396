package io.dispatcher.benchmarks.peers;

import io.dispatcher.benchmarks.hops.websocket.AnswererMain;
import io.dispatcher.benchmarks.process.ChildProcess;
import io.dispatcher.benchmarks.process.Workspace;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** The WebSocket hop alone on the same server Dispatcher runs on: async servlet, one WebSocket, a client that answers. */
public final class WebSocketHopPeer implements Peer {
    private static final Duration START_LIMIT = Duration.ofSeconds(90);
    private static final List<String> CLASSES =
            List.of("HopServlet", "HopEndpoint", "HopChannel", "HopFrames", "HopFrames$Receiver", "BatchingWriter");

    private final Path payaraMicro;

    /** @param payaraMicro the jar */
    public WebSocketHopPeer(Path payaraMicro) {
        this.payaraMicro = payaraMicro.toAbsolutePath();
    }

    @Override
    public String id() {
        return "websocket-hop";
    }

    @Override
    public String description() {
        return "the WebSocket hop alone: async servlet on Payara Micro → one WebSocket, pending frames written as one"
                + " message → a client JVM that answers; no pipeline, broker, history or target";
    }

    @Override
    public RunningPeer start(Workspace workspace, Target target) throws IOException {
        Path directory = workspace.directory("websocket-hop");
        Path war = directory.resolve("hop.war");
        writeWar(war);
        Path preboot = directory.resolve("preboot.txt");
        Files.writeString(
                preboot,
                "set configs.config.server-config.network-config.network-listeners"
                        + ".network-listener.http-listener.address=127.0.0.1\n"
                        + "set configs.config.server-config.network-config.protocols.protocol.http-listener.http"
                        + ".max-connections=-1\n");
        InetSocketAddress address = new InetSocketAddress("127.0.0.1", Workspace.freePort());
        ChildProcess server =
                workspace.start("hop server", command(directory, war, preboot, address.getPort()), directory);
        URI endpoint = URI.create("ws://127.0.0.1:" + address.getPort() + "/hop");
        ChildProcess client = workspace.startJava("hop client", List.of(), AnswererMain.class, endpoint.toString());
        HttpPeer peer = new HttpPeer(address, List.of(server, client));
        peer.awaitServing(START_LIMIT);
        return new WithoutTarget(peer);
    }

    private List<String> command(Path directory, Path war, Path preboot, int port) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-Djava.io.tmpdir=" + directory,
                "-jar",
                payaraMicro.toString(),
                "--nohazelcast",
                "--prebootcommandfile",
                preboot.toString(),
                "--port",
                Integer.toString(port),
                "--deploy",
                war.toString(),
                "--contextroot",
                "/");
    }

    private static void writeWar(Path war) throws IOException {
        try (OutputStream file = Files.newOutputStream(war);
                ZipOutputStream zip = new ZipOutputStream(file)) {
            for (String name : CLASSES) {
                String resource = name + ".class";
                String folder = AnswererMain.class.getPackageName().replace('.', '/') + "/";
                zip.putNextEntry(new ZipEntry("WEB-INF/classes/" + folder + resource));
                try (InputStream bytes = AnswererMain.class.getResourceAsStream(resource)) {
                    if (bytes == null) {
                        throw new IOException("no class " + resource + " in this build");
                    }
                    bytes.transferTo(zip);
                }
                zip.closeEntry();
            }
        }
    }
}
