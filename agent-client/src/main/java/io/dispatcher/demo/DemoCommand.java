package io.dispatcher.demo;

import io.dispatcher.terminal.Terminal;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code dispatcher demo}. Exit codes: 0 all of it worked, 1 usage, 3 something did not, 130 ended before that was known. */
@Command(
        name = "demo",
        description = "Start everything on this machine, send a real HTTP request through each address it finds, show "
                + "what happened, and stay up until Ctrl-C.")
public final class DemoCommand implements Callable<Integer> {
    private static final int MOST_PORT = 65_535;

    @Spec
    CommandSpec spec;

    @Option(names = "--once", description = "End after it was shown; exit code 0 only if all of it worked.")
    boolean once;

    @Option(names = "--port", paramLabel = "P", description = "The coordinator's port (default: any free one).")
    int port = 0;

    @Option(
            names = "--data-dir",
            paramLabel = "D",
            description = "Keep data and logs here (default: a temporary directory, removed at the end).")
    @Nullable
    Path dataDirectory;

    @Option(names = "--agents", paramLabel = "N", description = "Agents to start (default ${DEFAULT-VALUE}).")
    int agents = 2;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;

    private final Terminal terminal;
    private final Map<String, String> env;

    /** {@code env}: where the launcher is named, and what the parts inherit. */
    public DemoCommand(Terminal terminal, Map<String, String> env) {
        this.terminal = terminal;
        this.env = env;
    }

    @Override
    public Integer call() throws InterruptedException {
        DemoSettings settings = settings();
        Demo demo;
        try {
            demo = Demo.of(settings, terminal, env);
        } catch (DemoFailure e) {
            terminal.note(terminal.red("dispatcher demo:") + " " + Terminal.oneLine(e.line()));
            return Demo.NOT_WELL;
        }
        // A signal ends the parts first, and then this process with the demo's own exit code.
        Thread hook = new Thread(() -> Runtime.getRuntime().halt(demo.end()), "demo-end");
        Runtime.getRuntime().addShutdownHook(hook);
        return demo.run();
    }

    private DemoSettings settings() {
        if (port < 0 || port > MOST_PORT) {
            throw new ParameterException(spec.commandLine(), "--port: not between 0 and " + MOST_PORT);
        }
        if (agents < 1 || agents > DemoSettings.MOST_AGENTS) {
            throw new ParameterException(spec.commandLine(), "--agents: not between 1 and " + DemoSettings.MOST_AGENTS);
        }
        return new DemoSettings(once, port, dataDirectory, agents);
    }
}
