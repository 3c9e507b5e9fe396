package io.dispatcher.benchmarks.peers;

import io.dispatcher.benchmarks.hops.HopProtocol;
import io.dispatcher.benchmarks.load.Body;
import io.dispatcher.benchmarks.load.LoadResult;
import io.dispatcher.benchmarks.load.LoadSession;
import io.dispatcher.benchmarks.load.Scenario;
import io.dispatcher.benchmarks.process.ChildProcess;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The harness' end of {@link HopProtocol}. One session at a time. */
final class RunningHop implements RunningPeer {
    /** Beyond the window: the hop's own wait for late answers, and the way back. */
    private static final Duration MARGIN = Duration.ofSeconds(30);

    private final ChildProcess process;
    private final List<ChildProcess> processes;
    private final boolean usesTarget;
    private int sequence;

    /** A hop that is one process. */
    RunningHop(ChildProcess process) {
        this(process, List.of(process), false);
    }

    /** @param process the one of them that loads */
    RunningHop(ChildProcess process, List<ChildProcess> processes, boolean usesTarget) {
        this.process = process;
        this.processes = List.copyOf(processes);
        this.usesTarget = usesTarget;
    }

    @Override
    public List<ChildProcess> processes() {
        return processes;
    }

    @Override
    public boolean usesTarget() {
        return usesTarget;
    }

    @Override
    public boolean supports(Scenario scenario) {
        return scenario.body() != Body.MIB_1;
    }

    @Override
    public void verify(Body body) throws IOException {
        if (body == Body.MIB_1) {
            return;
        }
        LoadResult result = run(new Scenario(1, body), Duration.ofMillis(100));
        if (result.errors() > 0 || result.completed() == 0) {
            throw new IOException(process.name() + " gave no right answer");
        }
    }

    @Override
    public LoadSession open(Scenario scenario) {
        return new LoadSession() {
            @Override
            public LoadResult run(Duration window) throws IOException {
                return RunningHop.this.run(scenario, window);
            }

            @Override
            public void close() {}
        };
    }

    private LoadResult run(Scenario scenario, Duration window) throws IOException {
        sequence++;
        String request = HopProtocol.request(
                sequence, scenario.connections(), scenario.body().size(), window);
        OutputStream stdin = process.stdin();
        stdin.write(request.getBytes(StandardCharsets.US_ASCII));
        stdin.flush();
        Pattern result = Pattern.compile("^result " + sequence + " .*");
        Matcher line = process.awaitOutput(result, window.plus(MARGIN));
        return HopProtocol.parse(line.group());
    }
}
