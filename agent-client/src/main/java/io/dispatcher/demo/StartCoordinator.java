package io.dispatcher.demo;

import io.dispatcher.terminal.ProgressLine;
import java.time.Duration;
import java.util.List;

/** The server, with embedded broker and database. */
final class StartCoordinator implements Step {
    static final String PART = "coordinator";
    // Three times what a slow machine was seen to take, and more than the coordinator gives itself.
    private static final Duration BOUND = Duration.ofSeconds(90);

    @Override
    public void run(Stage stage) throws DemoFailure, InterruptedException {
        ProgressLine progress = new ProgressLine(stage.terminal(), PART);
        List<String> arguments = List.of(
                PART,
                "--port",
                String.valueOf(stage.settings().port()),
                "--broker-port",
                "0",
                "--data-dir",
                stage.workspace().data(PART).toString());
        Child coordinator = stage.start(new Part(PART, stage.workspace().log(PART), arguments), 1);
        String urls = Waiting.forLine(coordinator, "dispatcher ready ", BOUND, progress);
        stage.coordinatorAt(urls.split(" ")[0]);
        progress.done(stage.coordinatorUrl());
    }
}
