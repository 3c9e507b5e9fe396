package io.dispatcher.cli;

import io.dispatcher.terminal.Terminal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "man", description = "Print the manual page, dispatcher(1), for man(1) to show.")
final class ManCommand implements Callable<Integer> {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;

    private final Terminal terminal;

    ManCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        terminal.out().print(new ManPage(Main.whole(terminal)).text());
        terminal.out().flush();
        return ExitCode.OK;
    }
}
