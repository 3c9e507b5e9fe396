package io.dispatcher.benchmarks.peers;

import io.dispatcher.benchmarks.process.ChildProcess;
import io.dispatcher.benchmarks.process.Workspace;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/**
 * One hop alone: a main class that starts the hop in its own JVM, loads it itself and speaks {@link HopProtocol} on its
 * standard streams. The CPU and RSS of that JVM therefore include its load.
 */
public final class HopPeer implements Peer {
    private static final Duration START_LIMIT = Duration.ofSeconds(60);

    private final String id;
    private final String description;
    private final Class<?> main;
    private final List<String> jvmOptions;

    /** @param main its main method runs {@link HopProtocol#serve} */
    public HopPeer(String id, String description, Class<?> main, List<String> jvmOptions) {
        this.id = id;
        this.description = description;
        this.main = main;
        this.jvmOptions = List.copyOf(jvmOptions);
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String description() {
        return description;
    }

    @Override
    public RunningPeer start(Workspace workspace, Target target) throws IOException {
        ChildProcess process = workspace.startJava(id, jvmOptions, main);
        process.awaitLine(Pattern.compile("^hop ready$"), START_LIMIT);
        return new RunningHop(process);
    }
}
