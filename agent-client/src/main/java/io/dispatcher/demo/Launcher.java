package io.dispatcher.demo;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Starts parts as processes through the launcher script. Thread-safe. */
final class Launcher {
    private static final String VARIABLE = "DISPATCHER_LAUNCHER";
    /** Read by the parts, see ParentWatch: a demo that is killed cannot end them itself. */
    private static final String ENDS_WITH = "DISPATCHER_ENDS_WITH";

    private static final String PREFIX = "DISPATCHER_";
    // These set no option of a part: where the launcher is, and how its JVMs run.
    private static final Set<String> KEPT = Set.of(VARIABLE, "DISPATCHER_JAVA_OPTS", "DISPATCHER_AGENT_JAVA_OPTS");

    private final Path script;
    private final Map<String, String> env;

    private Launcher(Path script, Map<String, String> env) {
        this.script = script;
        this.env = env;
    }

    static Launcher of(Map<String, String> env) throws DemoFailure {
        String script = env.getOrDefault(VARIABLE, "");
        if (script.isBlank() || !Files.isExecutable(Path.of(script))) {
            throw new DemoFailure(
                    "the demo starts its parts through the launcher script: run './dispatcher demo', or name the script"
                            + " in " + VARIABLE,
                    null);
        }
        return new Launcher(Path.of(script), env);
    }

    Path script() {
        return script;
    }

    /** Starts a part; all its output goes to its log. */
    Child start(Part part) throws DemoFailure {
        ProcessBuilder builder = new ProcessBuilder(command(part.arguments()))
                .redirectErrorStream(true)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(part.log().toFile());
        builder.environment().clear();
        builder.environment().putAll(environment());
        try {
            return new Child(part, builder.start());
        } catch (IOException e) {
            throw new DemoFailure("cannot start the " + part.name() + ": " + e.getMessage(), null);
        }
    }

    // In a session of its own a part does not get the Ctrl-C meant for the demo, which ends the parts in their order.
    // setsid does not fork here (a new process leads no group), so the process stays ours to wait for.
    private List<String> command(List<String> arguments) {
        List<String> command = new ArrayList<>();
        for (String directory : env.getOrDefault("PATH", "").split(File.pathSeparator)) {
            Path setsid = Path.of(directory, "setsid");
            if (!directory.isEmpty() && Files.isExecutable(setsid)) {
                command.add(setsid.toString());
                break;
            }
        }
        command.add(script.toString());
        command.addAll(arguments);
        return command;
    }

    private Map<String, String> environment() {
        Map<String, String> kept = new HashMap<>(env);
        kept.keySet().removeIf(name -> name.startsWith(PREFIX) && !KEPT.contains(name));
        kept.put(ENDS_WITH, String.valueOf(ProcessHandle.current().pid()));
        return kept;
    }
}
