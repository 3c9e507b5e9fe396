package io.dispatcher.benchmarks.ping;

import io.dispatcher.benchmarks.peers.DispatcherNode;
import io.dispatcher.benchmarks.process.ChildProcess;
import io.dispatcher.benchmarks.process.Workspace;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Many agents, a process each, that ping some targets all at once for one client; the whole product, task after task. */
public final class Crowd {
    public static final int AGENTS = 50;
    public static final int TARGETS = 20;
    public static final int COUNT = 3;
    private static final int INTERVAL_MILLIS = 200;
    private static final Duration PAUSE = Duration.ofMillis(1_500);
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private final HttpClient client = HttpClient.newHttpClient();
    private final DispatcherNode.Running node;
    private final List<ChildProcess> agents = new ArrayList<>();

    /** Starts the agents; the workspace ends them. */
    public Crowd(Workspace workspace, DispatcherNode coordinator) throws IOException {
        node = coordinator.start(workspace);
        for (int i = 1; i <= AGENTS; i++) {
            agents.add(coordinator.startAgent(workspace, node.address(), "crowd-" + i, List.of()));
        }
    }

    /** The first is cold: nobody has pinged before. */
    public List<CrowdTask> measure(int tasks) throws IOException {
        List<CrowdTask> measured = new ArrayList<>();
        try {
            for (int i = 0; i < tasks; i++) {
                Thread.sleep(PAUSE.toMillis());
                measured.add(one());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        return measured;
    }

    private CrowdTask one() throws IOException, InterruptedException {
        String targets = IntStream.rangeClosed(1, TARGETS)
                .mapToObj(i -> "\"127.0.1." + i + "\"")
                .collect(Collectors.joining(","));
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + node.address().getPort() + "/ping-task"))
                .timeout(LIMIT)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"from\": [\"*\"], \"targets\": [" + targets
                        + "], \"interval\": " + INTERVAL_MILLIS + ", \"count\": " + COUNT + "}"))
                .build();
        double coordinatorCpu = node.processes().get(0).cpuSeconds();
        double agentsCpu = agentsCpu();
        long begun = System.nanoTime();
        HttpResponse<InputStream> answer = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        if (answer.statusCode() != 200) {
            throw new IOException("/ping-task answered " + answer.statusCode());
        }
        int replies = 0;
        int summaries = 0;
        long first = 0;
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                first = first == 0 ? System.nanoTime() : first;
                replies += line.contains("\"type\":\"reply\"") ? 1 : 0;
                summaries += line.contains("\"type\":\"summary\"") ? 1 : 0;
            }
        }
        long done = System.nanoTime();
        for (ChildProcess agent : agents) {
            agent.requireAlive();
        }
        return new CrowdTask(
                (first - begun) / 1e6,
                (done - begun) / 1e6,
                replies,
                summaries,
                (node.processes().get(0).cpuSeconds() - coordinatorCpu) * 1_000,
                (agentsCpu() - agentsCpu) * 1_000);
    }

    private double agentsCpu() {
        return agents.stream().mapToDouble(ChildProcess::cpuSeconds).sum();
    }
}
