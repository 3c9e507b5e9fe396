package io.dispatcher.cli;

import io.dispatcher.api.ApiProblem;
import io.dispatcher.api.Unreachable;
import io.dispatcher.terminal.Terminal;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Turns every way a command can fail into one line on standard error and an exit code. */
final class Failures {
    private final Terminal terminal;

    Failures(Terminal terminal) {
        this.terminal = terminal;
    }

    int usage(ParameterException e, String[] args) {
        CommandLine command = e.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        List<String> meant =
                e instanceof CommandLine.UnmatchedArgumentException unmatched ? unmatched.getSuggestions() : List.of();
        if (e instanceof CommandLine.UnmatchedArgumentException unmatched
                && command.getParent() == null
                && !unmatched.getUnmatched().get(0).startsWith("-")) {
            return unknownCommand(name, unmatched.getUnmatched().get(0), meant);
        }
        String hint = meant.isEmpty() ? "see '" + name + " --help'" : "did you mean '" + meant.get(0) + "'?";
        terminal.note(line(name, Terminal.oneLine(String.valueOf(e.getMessage())) + " (" + hint + ")"));
        return ExitCode.USAGE;
    }

    private int unknownCommand(String name, String command, List<String> meant) {
        String hint = meant.isEmpty() ? "'" + name + " --help' lists them" : "did you mean '" + meant.get(0) + "'?";
        terminal.note(line(name, "no command '" + command + "' (" + hint + ")"));
        return ExitCode.USAGE;
    }

    int failed(Exception e, CommandLine command, ParseResult parsed) {
        String name = command.getCommandSpec().qualifiedName();
        if (e instanceof ApiProblem problem) {
            terminal.note(line(name, problem.line()));
            return problem.status() == 400 ? ExitCode.USAGE : ExitCode.FAILURE;
        }
        if (e instanceof InputFileException) {
            terminal.note(line(name, String.valueOf(e.getMessage())));
            return ExitCode.BAD_INPUT_FILE;
        }
        if (e instanceof Unreachable || e instanceof CommandFailure) {
            terminal.note(line(name, String.valueOf(e.getMessage())));
            return ExitCode.FAILURE;
        }
        if (e instanceof InterruptedException) {
            terminal.note(line(name, "interrupted"));
            return ExitCode.FAILURE;
        }
        System.getLogger(Failures.class.getName()).log(System.Logger.Level.DEBUG, "command failed", e);
        terminal.note(line(name, "failed unexpectedly: " + e + "; please report this"));
        return ExitCode.FAILURE;
    }

    private String line(String name, String text) {
        return terminal.red(name + ":") + " " + Terminal.oneLine(text);
    }
}
