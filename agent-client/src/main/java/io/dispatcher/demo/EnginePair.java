package io.dispatcher.demo;

import io.dispatcher.terminal.ProgressLine;
import io.dispatcher.terminal.Terminal;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A coordinator with each engine, on free ports of this machine and otherwise alike; ended and removed when closed. */
public final class EnginePair implements AutoCloseable {
    private static final List<String> ENGINES = List.of("selectors", "threadpool");
    private static final Duration START = Duration.ofSeconds(90);
    private static final Duration END = Duration.ofSeconds(20);

    private final Workspace workspace;
    private final Children children = new Children(END);
    private final Map<String, URI> urls = new LinkedHashMap<>();

    private EnginePair(Workspace workspace) {
        this.workspace = workspace;
    }

    /**
     * @param env where the launcher is named, and what the coordinators inherit
     * @throws IOException with one line, if one does not start
     */
    public static EnginePair start(Terminal terminal, Map<String, String> env)
            throws IOException, InterruptedException {
        try {
            Launcher launcher = Launcher.of(env);
            EnginePair pair = new EnginePair(Workspace.open(null));
            // A signal must not leave them behind.
            Runtime.getRuntime().addShutdownHook(new Thread(pair::close, "engines-end"));
            try {
                for (String engine : ENGINES) {
                    pair.start(engine, launcher, terminal);
                }
                return pair;
            } catch (DemoFailure | InterruptedException e) {
                pair.close();
                throw e;
            }
        } catch (DemoFailure e) {
            throw new IOException(e.line(), e);
        }
    }

    private void start(String engine, Launcher launcher, Terminal terminal) throws DemoFailure, InterruptedException {
        List<String> arguments = List.of(
                "coordinator",
                "--port",
                "0",
                "--broker-port",
                "0",
                "--data-dir",
                workspace.data(engine).toString(),
                "--engine",
                engine,
                "--request-queue-size",
                "2048");
        Child child = children.start(launcher, new Part("coordinator " + engine, workspace.log(engine), arguments), 1);
        ProgressLine progress = new ProgressLine(terminal, engine);
        String url =
                Waiting.forLine(child, "dispatcher ready ", START, progress).split(" ")[0];
        progress.gone();
        urls.put(engine, URI.create(url));
    }

    /** By the engine's name, {@code selectors} first. */
    public Map<String, URI> urls() {
        return new LinkedHashMap<>(urls);
    }

    @Override
    public void close() {
        children.stop();
        workspace.end(false);
    }
}
