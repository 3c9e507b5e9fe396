package io.dispatcher.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * Every option's environment variable: {@code DISPATCHER_} and its long name in upper case with {@code _}. A flag wins;
 * repeatable options are comma-separated; an empty variable counts as unset.
 */
final class EnvironmentDefaults implements IDefaultValueProvider {
    private static final String PREFIX = "DISPATCHER_";

    private final Map<String, String> env;

    EnvironmentDefaults(Map<String, String> env) {
        this.env = env;
    }

    @Override
    public @Nullable String defaultValue(ArgSpec arg) {
        return arg instanceof OptionSpec option && !arg.isMultiValue() ? valueOf(option) : null;
    }

    /** The variable's name for an option: that of its longest name. */
    static String variable(OptionSpec option) {
        String name = option.longestName().replaceFirst("^-+", "").replace("[no-]", "");
        return PREFIX + name.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    private @Nullable String valueOf(OptionSpec option) {
        if (option.usageHelp() || option.versionHelp()) {
            return null;
        }
        String value = env.get(variable(option));
        return value == null || value.isBlank() ? null : value.strip();
    }

    /** Gives repeatable options that were not on the command line their variables' values: picocli would not split them. */
    void fillRepeatable(ParseResult result) {
        for (ParseResult at = result; at != null; at = at.hasSubcommand() ? at.subcommand() : null) {
            for (OptionSpec option : at.commandSpec().options()) {
                String value = option.isMultiValue() && !at.hasMatchedOption(option) ? valueOf(option) : null;
                if (value != null) {
                    fill(at, option, value);
                }
            }
        }
    }

    private static void fill(ParseResult at, OptionSpec option, String value) {
        List<String> parts = new ArrayList<>();
        for (String part : value.split(",")) {
            if (!part.isBlank()) {
                parts.add(part.strip());
            }
        }
        try {
            option.setter().set(Map.class.isAssignableFrom(option.type()) ? pairs(option, parts) : parts);
        } catch (ParameterException e) {
            throw e;
        } catch (Exception e) {
            throw new ParameterException(at.commandSpec().commandLine(), variable(option) + ": " + e.getMessage(), e);
        }
    }

    private static Map<String, String> pairs(OptionSpec option, List<String> parts) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String part : parts) {
            int equals = part.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException("'" + part + "' is not KEY=VALUE");
            }
            pairs.put(part.substring(0, equals), part.substring(equals + 1));
        }
        return pairs;
    }
}
