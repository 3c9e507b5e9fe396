package io.dispatcher.cli;

import io.dispatcher.demo.DemoCommand;
import io.dispatcher.runtime.AgentCommand;
import io.dispatcher.runtime.ParentWatch;
import io.dispatcher.terminal.Terminal;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;

/** The agent jar's entry point: finds the command, runs it, exits with its code. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        Map<String, String> env = System.getenv();
        ParentWatch.start(env);
        System.exit(run(args, Terminal.of(env), env));
    }

    /** Runs one command line and returns its exit code; never throws for anything the user did. */
    static int run(String[] args, Terminal terminal, Map<String, String> env) {
        EnvironmentDefaults defaults = new EnvironmentDefaults(env);
        Failures failures = new Failures(terminal);
        CommandLine line = commandLine(args, terminal, env)
                .setDefaultValueProvider(defaults)
                .setExecutionStrategy(parsed -> {
                    defaults.fillRepeatable(parsed);
                    return new CommandLine.RunLast().execute(parsed);
                })
                .setParameterExceptionHandler(failures::usage)
                .setExecutionExceptionHandler(failures::failed)
                .setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8))
                .setColorScheme(CommandLine.Help.defaultColorScheme(terminal.colour() ? Ansi.ON : Ansi.OFF))
                .setUsageHelpWidth(Terminal.WIDTH)
                .setExpandAtFiles(false)
                .setCaseInsensitiveEnumValuesAllowed(true);
        return line.execute(args);
    }

    // Reading one command's annotations takes milliseconds, all of them together a noticeable time.
    private static CommandLine commandLine(String[] args, Terminal terminal, Map<String, String> env) {
        Map<String, Supplier<CommandLine>> commands = commands(terminal, env);
        CommandLine root = new CommandLine(new RootCommand());
        if (args.length > 0 && commands.containsKey(args[0])) {
            root.addSubcommand(args[0], commands.get(args[0]).get());
        } else {
            commands.forEach((name, command) -> root.addSubcommand(name, command.get()));
        }
        return root;
    }

    /** Every command, those of the launcher too, to tell about and not to run. */
    static CommandLine whole(Terminal terminal) {
        CommandLine root = commandLine(new String[0], terminal, Map.of());
        root.addSubcommand(
                launcherCommand("coordinator", "The server, in the foreground; coordinator --help lists its options."));
        root.addSubcommand(launcherCommand("test", "The whole test suite."));
        root.addSubcommand(launcherCommand("prepare", "What the first start does before it starts."));
        return root;
    }

    private static CommandSpec launcherCommand(String name, String description) {
        CommandSpec spec = CommandSpec.create().name(name);
        spec.usageMessage().description(description);
        return spec;
    }

    private static Map<String, Supplier<CommandLine>> commands(Terminal terminal, Map<String, String> env) {
        Map<String, Supplier<CommandLine>> commands = new LinkedHashMap<>();
        commands.put("demo", () -> new CommandLine(new DemoCommand(terminal, env)));
        commands.put("agent", () -> agent(terminal));
        commands.put("target", () -> new CommandLine(new TargetCommand(terminal)));
        commands.put("exec", () -> new CommandLine(new ExecCommand(terminal)));
        commands.put("ping", () -> new CommandLine(new PingCommand(terminal)));
        commands.put("check", () -> new CommandLine(new CheckCommand(terminal)));
        commands.put("agents", () -> new CommandLine(new AgentsCommand(terminal)));
        commands.put("pool", () -> new CommandLine(new PoolCommand(terminal)));
        commands.put("tunnel", () -> new CommandLine(new TunnelCommand(terminal)));
        commands.put("upstreams", () -> new CommandLine(new UpstreamsCommand(terminal)));
        commands.put("history", () -> new CommandLine(new HistoryCommand(terminal)));
        commands.put("replay", () -> new CommandLine(new ReplayCommand(terminal)));
        commands.put("events", () -> new CommandLine(new EventsCommand(terminal)));
        commands.put("queues", () -> new CommandLine(new QueuesCommand(terminal)));
        commands.put("top", () -> new CommandLine(new TopCommand(terminal)));
        commands.put("load", () -> load(terminal, env));
        commands.put("monitor", () -> monitor(terminal));
        commands.put("scenario", () -> scenario(terminal));
        commands.put("proxy", () -> new CommandLine(new ProxyCommand(terminal)));
        commands.put("dead", () -> dead(terminal));
        commands.put("token", () -> token(terminal));
        commands.put("completion", () -> new CommandLine(new CompletionCommand(terminal)));
        commands.put("man", () -> new CommandLine(new ManCommand(terminal)));
        return commands;
    }

    private static CommandLine agent(Terminal terminal) {
        return new CommandLine(new AgentCommand())
                .addSubcommand("drain", new AgentStateCommand.Drain(terminal))
                .addSubcommand("resume", new AgentStateCommand.Resume(terminal))
                .addSubcommand("remove", new AgentStateCommand.Remove(terminal));
    }

    private static CommandLine dead(Terminal terminal) {
        return new CommandLine(new DeadCommand())
                .addSubcommand("list", new DeadCommand.List(terminal))
                .addSubcommand("show", new DeadCommand.Show(terminal))
                .addSubcommand("retry", new DeadCommand.Retry(terminal))
                .addSubcommand("discard", new DeadCommand.Discard(terminal));
    }

    private static CommandLine monitor(Terminal terminal) {
        return new CommandLine(new MonitorCommand())
                .addSubcommand("list", new MonitorCommand.List(terminal))
                .addSubcommand("add", new MonitorAddCommand(terminal))
                .addSubcommand("show", new MonitorCommand.Show(terminal))
                .addSubcommand("results", new MonitorResultsCommand(terminal))
                .addSubcommand("pause", new MonitorCommand.Pause(terminal))
                .addSubcommand("resume", new MonitorCommand.Resume(terminal))
                .addSubcommand("remove", new MonitorCommand.Remove(terminal));
    }

    private static CommandLine scenario(Terminal terminal) {
        return new CommandLine(new ScenarioCommand())
                .addSubcommand("run", new ScenarioRunCommand(terminal))
                .addSubcommand("list", new ScenarioCommand.List(terminal))
                .addSubcommand("run-remote", new ScenarioCommand.RunRemote(terminal))
                .addSubcommand("live", new ScenarioLiveCommand(terminal))
                .addSubcommand("proxy", new ProxyCommand(terminal));
    }

    private static CommandLine load(Terminal terminal, Map<String, String> env) {
        return new CommandLine(new LoadCommand(terminal)).addSubcommand("compare", new CompareCommand(terminal, env));
    }

    private static CommandLine token(Terminal terminal) {
        return new CommandLine(new TokenCommand())
                .addSubcommand("create", new TokenCommand.Create(terminal))
                .addSubcommand("list", new TokenCommand.List(terminal))
                .addSubcommand("revoke", new TokenCommand.Revoke(terminal));
    }
}
