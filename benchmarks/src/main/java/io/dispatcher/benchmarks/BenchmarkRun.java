package io.dispatcher.benchmarks;

import io.dispatcher.benchmarks.load.Body;
import io.dispatcher.benchmarks.load.LoadResult;
import io.dispatcher.benchmarks.load.LoadSession;
import io.dispatcher.benchmarks.load.Scenario;
import io.dispatcher.benchmarks.peers.Peer;
import io.dispatcher.benchmarks.peers.RunningPeer;
import io.dispatcher.benchmarks.peers.Target;
import io.dispatcher.benchmarks.process.ChildProcess;
import io.dispatcher.benchmarks.process.ProcFs;
import io.dispatcher.benchmarks.process.Workspace;
import io.dispatcher.benchmarks.report.Cell;
import io.dispatcher.benchmarks.report.CommandLine;
import io.dispatcher.benchmarks.report.ProcessFigures;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Starts all peers, warms them up, and measures them in turn. One run per instance; not thread-safe. */
final class BenchmarkRun {
    private static final int WARM_UP_CONNECTIONS = 64;
    private static final Duration REST = Duration.ofSeconds(2);
    private static final long OWN_PID = ProcessHandle.current().pid();

    private final BenchmarkPlan plan;
    private final Workspace workspace;
    private final Consumer<String> progress;
    private final Map<Peer, RunningPeer> running = new LinkedHashMap<>();
    private final List<Cell> cells = new ArrayList<>();

    BenchmarkRun(BenchmarkPlan plan, Workspace workspace, Consumer<String> progress) {
        this.plan = plan;
        this.workspace = workspace;
        this.progress = progress;
    }

    /**
     * Measures.
     *
     * @throws IOException with one line, if a peer does not start, answers wrongly before the load, or dies
     */
    List<Cell> measure(List<Peer> peers) throws IOException {
        Target target = Target.start(workspace);
        for (Peer peer : peers) {
            start(peer, target);
        }
        pause(REST);
        running.values().forEach(peer -> peer.processes().forEach(ChildProcess::rest));
        for (Map.Entry<Peer, RunningPeer> entry : running.entrySet()) {
            entry.getValue().prepare();
            verify(entry.getKey(), entry.getValue());
            warmUp(entry.getKey(), entry.getValue());
        }
        for (Scenario scenario : plan.scenarios()) {
            for (int round = 1; round <= plan.rounds(); round++) {
                round(scenario, round, target);
            }
        }
        return List.copyOf(cells);
    }

    private void start(Peer peer, Target target) throws IOException {
        try {
            running.put(peer, peer.start(workspace, target));
            progress.accept("started " + peer.id());
        } catch (IOException e) {
            throw new IOException("peer " + peer.id() + " did not start: " + e.getMessage(), e);
        }
    }

    private void verify(Peer peer, RunningPeer runningPeer) throws IOException {
        for (Body body : plan.bodies()) {
            try {
                runningPeer.verify(body);
            } catch (IOException e) {
                throw new IOException("peer " + peer.id() + ", " + body.title() + ": " + e.getMessage(), e);
            }
        }
    }

    /** Half of the time for the first body, the rest for all. */
    private void warmUp(Peer peer, RunningPeer runningPeer) throws IOException {
        Duration whole = peer.warmsUp() ? plan.warmUp() : plan.warmUp().dividedBy(5);
        progress.accept(String.format(Locale.ROOT, "warming up %s, %.0f s", peer.id(), whole.toMillis() / 1e3));
        Duration share = whole.dividedBy(2);
        load(runningPeer, new Scenario(WARM_UP_CONNECTIONS, plan.bodies().get(0)), share);
        for (Body body : plan.bodies()) {
            Scenario scenario = new Scenario(WARM_UP_CONNECTIONS, body);
            load(runningPeer, scenario, share.dividedBy(plan.bodies().size()));
        }
    }

    private static void load(RunningPeer peer, Scenario scenario, Duration duration) throws IOException {
        if (!peer.supports(scenario) || duration.isZero()) {
            return;
        }
        try (LoadSession session = peer.open(scenario)) {
            session.run(duration);
        }
        peer.recover();
    }

    private void round(Scenario scenario, int round, Target target) throws IOException {
        List<Map.Entry<Peer, RunningPeer>> turn = new ArrayList<>(running.entrySet());
        if (plan.backAndForth() && round % 2 == 0) {
            Collections.reverse(turn);
        }
        for (Map.Entry<Peer, RunningPeer> entry : turn) {
            if (entry.getValue().supports(scenario)) {
                entry.getValue().prepare();
                Cell cell = cell(entry.getKey().id(), entry.getValue(), scenario, round, target);
                cells.add(cell);
                progress.accept(line(cell));
                entry.getValue().recover();
            }
        }
    }

    private Cell cell(String id, RunningPeer peer, Scenario scenario, int round, Target target) throws IOException {
        try (LoadSession session = peer.open(scenario)) {
            session.run(plan.settle());
            double busyBefore = ProcFs.machineBusySeconds();
            Map<String, Double> used = cpu(peer, target);
            long start = System.nanoTime();
            LoadResult load = session.run(plan.window());
            double seconds = (System.nanoTime() - start) / 1e9;
            cpu(peer, target).forEach((process, after) -> used.merge(process, after, (before, now) -> now - before));
            double own = used.values().stream().mapToDouble(Double::doubleValue).sum();
            double other = Math.max(0, ProcFs.machineBusySeconds() - busyBefore - own) / seconds;
            return Cell.of(id, scenario, round, load, other, used);
        } finally {
            for (ChildProcess process : peer.processes()) {
                process.requireAlive();
            }
        }
    }

    private static Map<String, Double> cpu(RunningPeer peer, Target target) {
        Map<String, Double> seconds = new LinkedHashMap<>();
        peer.processes().forEach(process -> seconds.put(process.name(), process.cpuSeconds()));
        if (peer.usesTarget()) {
            seconds.put("target", target.process().cpuSeconds());
        }
        seconds.put("load", ProcFs.cpuSeconds(OWN_PID));
        return seconds;
    }

    private String line(Cell cell) {
        return String.format(
                Locale.ROOT,
                "%s, round %d of %d, %s: %,.0f/s, p50 %.2f ms, p99 %.2f ms%s",
                cell.scenario().title(),
                cell.round(),
                plan.rounds(),
                cell.peer(),
                cell.requestsPerSecond(),
                cell.p50Millis(),
                cell.p99Millis(),
                cell.errors() == 0 ? "" : ", " + cell.errors() + " errors (" + cell.firstError() + ")");
    }

    /** What is known of the processes now; to be called after {@link #measure}. */
    List<ProcessFigures> processes(CommandLine commandLine) {
        List<ProcessFigures> figures = new ArrayList<>();
        Set<ChildProcess> seen = new HashSet<>();
        running.forEach((peer, runningPeer) -> {
            // Some peers share theirs.
            for (ChildProcess process :
                    runningPeer.processes().stream().filter(seen::add).toList()) {
                figures.add(new ProcessFigures(
                        peer.id(),
                        process.name(),
                        process.readySeconds(),
                        process.restRssKib() / 1024.0,
                        process.rssKib() / 1024.0,
                        commandLine.shorten(process.effectiveCommand())));
            }
        });
        return figures;
    }

    private static void pause(Duration duration) throws IOException {
        try {
            TimeUnit.MILLISECONDS.sleep(duration.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
