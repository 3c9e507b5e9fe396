package io.dispatcher.cli;

import java.util.Arrays;
import java.util.IllegalFormatException;
import java.util.LinkedHashSet;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The manual page of all commands, in the language of man pages, from the model that also parses them. */
final class ManPage {
    private final CommandLine root;
    private final StringBuilder page = new StringBuilder();

    ManPage(CommandLine root) {
        this.root = root;
    }

    String text() {
        CommandSpec spec = root.getCommandSpec();
        page.append(".TH DISPATCHER 1\n");
        section("NAME");
        line(spec.name() + " - " + joined(spec.usageMessage().description()));
        section("SYNOPSIS");
        page.append(".B ").append(escaped(spec.name())).append("\n.I COMMAND\n[\\fIOPTIONS\\fR]\n");
        section("COMMANDS");
        new LinkedHashSet<>(root.getSubcommands().values()).forEach(this::command);
        section("ENVIRONMENT AND EXIT STATUS");
        Arrays.stream(spec.usageMessage().footer())
                .filter(text -> !text.isBlank())
                .forEach(this::line);
        section("SEE ALSO");
        line("Each command's --help says the same.");
        return page.toString();
    }

    private void command(CommandLine command) {
        CommandSpec spec = command.getCommandSpec();
        page.append(".SS ").append(escaped(spec.qualifiedName())).append('\n');
        line(joined(spec.usageMessage().description()));
        spec.positionalParameters().stream().filter(p -> !p.hidden()).forEach(this::parameter);
        spec.options().stream()
                .filter(option -> !option.hidden() && !option.usageHelp())
                .forEach(this::option);
        Set<CommandLine> below = new LinkedHashSet<>(command.getSubcommands().values());
        below.forEach(this::command);
    }

    private void option(OptionSpec option) {
        StringBuilder names = new StringBuilder();
        for (String name : option.names()) {
            names.append(names.isEmpty() ? "" : ", ")
                    .append("\\fB")
                    .append(escaped(name))
                    .append("\\fR");
        }
        argument(names + (option.arity().max() > 0 ? " \\fI" + escaped(option.paramLabel()) + "\\fR" : ""), option);
    }

    private void parameter(PositionalParamSpec parameter) {
        argument("\\fI" + escaped(parameter.paramLabel()) + "\\fR", parameter);
    }

    private void argument(String label, ArgSpec argument) {
        page.append(".TP\n").append(label).append('\n');
        line(joined(argument.description()));
    }

    private void section(String title) {
        page.append(".SH ").append(title).append('\n');
    }

    private void line(String text) {
        // A line that begins with a dot or an apostrophe would be a request.
        page.append(text.startsWith(".") || text.startsWith("'") ? "\\&" : "")
                .append(escaped(text))
                .append('\n');
    }

    private static String joined(String[] description) {
        String text = String.join(" ", description);
        try {
            return String.format(text);
        } catch (IllegalFormatException e) {
            // A per cent sign that means itself; the help takes it as that, too.
            return text;
        }
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\e").replace("-", "\\-");
    }
}
