package io.dispatcher.demo;

import io.dispatcher.api.Answer;
import io.dispatcher.api.ApiProblem;
import io.dispatcher.api.Unreachable;
import io.dispatcher.terminal.Terminal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** One request the other way: from this side, by the coordinator, to what only the agents need reach. */
final class ShowTunnel implements Step {
    static final String UPSTREAM = "demo";
    private static final String PATH = "/t/" + UPSTREAM + "/";
    private static final Duration WAIT = Duration.ofSeconds(15);

    @Override
    public void run(Stage stage) throws Unreachable, InterruptedException {
        Terminal terminal = stage.terminal();
        stage.heading("Tunnel", "curl " + stage.coordinatorUrl() + PATH);
        try {
            Answer answer = stage.api().call("GET", PATH, null, Map.of(), WAIT);
            String text = Terminal.oneLine(new String(answer.bytes(), StandardCharsets.UTF_8));
            terminal.line(terminal.tick() + " " + answer.status() + " " + text + terminal.dot() + "request "
                    + answer.headers()
                            .getOrDefault("dispatcher-broker-req-id", List.of("?"))
                            .get(0));
        } catch (ApiProblem e) {
            stage.complain("the tunnel failed: " + e.line(), stage.workspace().log(StartCoordinator.PART));
        }
    }
}
