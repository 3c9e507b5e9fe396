package io.dispatcher.cli;

import io.dispatcher.terminal.Terminal;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "completion",
        description =
                "Print what makes bash and zsh complete commands and options: source it, or put it where the shell "
                        + "looks for such files.")
final class CompletionCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;

    private final Terminal terminal;

    CompletionCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        terminal.line(AutoComplete.bash(spec.root().name(), Main.whole(terminal)));
        return ExitCode.OK;
    }
}
