package io.dispatcher.demo;

import io.dispatcher.terminal.ProgressLine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The agents, each with its share of the addresses. */
final class StartAgents implements Step {
    private static final Duration BOUND = Duration.ofSeconds(30);

    @Override
    public void run(Stage stage) throws DemoFailure, InterruptedException {
        List<List<String>> shares = stage.plan().perAgent();
        ProgressLine progress = new ProgressLine(stage.terminal(), shares.size() == 1 ? "agent" : "agents");
        List<Child> agents = new ArrayList<>();
        for (int i = 0; i < shares.size(); i++) {
            agents.add(stage.start(part(stage, id(i), shares.get(i)), 3));
        }
        List<String> ready = new ArrayList<>();
        for (Child agent : agents) {
            ready.add(Waiting.forLine(agent, "agent ready ", BOUND, progress));
        }
        progress.done(String.join(", ", ready));
    }

    private static String id(int index) {
        return "agent-" + (index + 1);
    }

    private static Part part(Stage stage, String id, List<String> addresses) {
        List<String> arguments = new ArrayList<>(List.of(
                "agent",
                "--coordinator-url",
                stage.coordinatorUrl(),
                "--agent-id",
                id,
                "--state-dir",
                stage.workspace().data("agents").toString(),
                "--allow",
                "127.0.0.0/8",
                "--allow",
                "::1/128",
                "--upstream",
                ShowTunnel.UPSTREAM + "=" + stage.targetUrl()));
        for (String address : addresses) {
            arguments.add("--address");
            arguments.add(address);
        }
        return new Part("agent " + id, stage.workspace().log(id), arguments);
    }
}
