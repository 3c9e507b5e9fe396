package io.dispatcher.boot;

import java.io.PrintStream;
import java.util.Map;

/** The coordinator's entry point. */
public final class Main {

    private Main() {}

    /** Runs the coordinator in the foreground; ends the JVM with 0, 1 (usage) or 3 (run-time failure). */
    public static void main(String[] args) {
        PrintStream out = System.out;
        PrintStream err = System.err;
        try {
            CommandLineArguments arguments = CommandLineArguments.parse(args);
            if (arguments.help()) {
                out.print(arguments.usage());
                return;
            }
            Map<String, String> environment = System.getenv();
            Settings settings = new SettingsResolver(environment).resolve(arguments.flags(), arguments.config());
            if (arguments.dryRun()) {
                settings.describe().forEach(out::println);
                return;
            }
            ParentWatch.start(environment);
            new Coordinator(settings, Installation.locate(), out, err).run();
            // The launcher's rehearsal: what the start loaded goes into the class archive as the JVM ends.
            if (Boolean.getBoolean("dispatcher.rehearsal")) {
                Runtime.getRuntime().halt(0);
            }
        } catch (StartException e) {
            err.println("dispatcher coordinator: " + e.getMessage());
            err.flush();
            Runtime.getRuntime().halt(e.exitCode());
        }
    }
}
