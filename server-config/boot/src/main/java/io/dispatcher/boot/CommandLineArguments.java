package io.dispatcher.boot;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** What was given on the command line; values are checked later, with those of the other sources. */
final class CommandLineArguments {

    private static final String DRY_RUN = "--dry-run";
    private static final String CONFIG = "--config";
    private static final String HELP = "--help";

    private final CommandLine commandLine;
    private final CommandLine.ParseResult result;

    private CommandLineArguments(CommandLine commandLine, CommandLine.ParseResult result) {
        this.commandLine = commandLine;
        this.result = result;
    }

    static CommandLineArguments parse(String... args) throws StartException {
        for (String arg : args) {
            if (arg.startsWith("--")) {
                Replaced.refuse(arg.substring(2).split("=", 2)[0].replaceFirst("^no-", ""), arg);
            }
        }
        CommandLine commandLine = new CommandLine(spec());
        try {
            return new CommandLineArguments(commandLine, commandLine.parseArgs(args));
        } catch (CommandLine.ParameterException e) {
            throw StartException.usage(firstLine(String.valueOf(e.getMessage())) + " (see coordinator --help)");
        }
    }

    boolean help() {
        return result.hasMatchedOption(HELP);
    }

    boolean dryRun() {
        return result.hasMatchedOption(DRY_RUN);
    }

    @Nullable
    String config() {
        return result.matchedOptionValue(CONFIG, null);
    }

    String usage() {
        return commandLine.getUsageMessage();
    }

    /** Values by option name, as given. */
    Map<String, List<String>> flags() {
        Map<String, List<String>> flags = new HashMap<>();
        for (Option option : Options.ALL) {
            if (result.hasMatchedOption(option.flag())) {
                flags.put(option.name(), values(option));
            }
        }
        return flags;
    }

    private List<String> values(Option option) {
        if (option.kind() == Kind.SWITCH) {
            Boolean value = result.matchedOptionValue(option.flag(), Boolean.FALSE);
            return List.of(String.valueOf(value));
        }
        List<String> values = result.matchedOptionValue(option.flag(), List.of());
        return option.repeatable()
                ? values.stream()
                        .flatMap(value -> List.of(value.split(",")).stream())
                        .toList()
                : values;
    }

    private static CommandSpec spec() {
        CommandSpec spec = CommandSpec.create().name("dispatcher coordinator");
        spec.usageMessage().description("Runs the coordinator in the foreground; SIGTERM drains, then exits 0.");
        spec.usageMessage().sortOptions(false);
        spec.usageMessage().width(110);
        Options.ALL.forEach(option -> spec.addOption(option(option)));
        spec.addOption(OptionSpec.builder(CONFIG)
                .type(String.class)
                .paramLabel("FILE")
                .description("properties file with any of these options")
                .build());
        spec.addOption(OptionSpec.builder(DRY_RUN)
                .description("print the resolved settings and exit")
                .build());
        spec.addOption(OptionSpec.builder(HELP, "-h")
                .usageHelp(true)
                .description("print this and exit")
                .build());
        return spec;
    }

    private static OptionSpec option(Option option) {
        List<String> names = new ArrayList<>(List.of(option.flag()));
        option.aliases().forEach(alias -> names.add("--" + alias));
        OptionSpec.Builder builder = OptionSpec.builder(names.toArray(String[]::new))
                .description(option.help() + (option.fallback() == null ? "" : " (" + option.fallback() + ")"));
        if (option.kind() == Kind.SWITCH) {
            return builder.type(Boolean.class)
                    .arity("0..1")
                    .fallbackValue("true")
                    .negatable(true)
                    .build();
        }
        return builder.type(List.class)
                .auxiliaryTypes(String.class)
                .arity("1")
                .paramLabel(option.kind().name())
                .build();
    }

    private static String firstLine(String message) {
        return message.lines().findFirst().orElse(message);
    }
}
