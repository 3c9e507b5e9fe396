package io.dispatcher.demo;

import io.dispatcher.terminal.ProgressLine;
import java.time.Duration;
import java.util.List;

/** Something to send requests to that tells who asked. */
final class StartTarget implements Step {
    static final String PART = "target";
    private static final Duration BOUND = Duration.ofSeconds(30);

    @Override
    public void run(Stage stage) throws DemoFailure, InterruptedException {
        ProgressLine progress = new ProgressLine(stage.terminal(), PART);
        List<String> arguments = List.of(PART, "--listen", stage.plan().listen());
        Child target = stage.start(new Part(PART, stage.workspace().log(PART), arguments), 2);
        stage.targetAt(Waiting.forLine(target, "target ready ", BOUND, progress));
        progress.done(stage.targetUrl());
    }
}
