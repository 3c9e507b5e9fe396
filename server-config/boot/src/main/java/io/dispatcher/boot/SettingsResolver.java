package io.dispatcher.boot;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Flag, environment, config file, default: in this order the first one counts. */
final class SettingsResolver {

    static final String CONFIG = "config";
    private static final String PREFIX = "DISPATCHER_";

    /** Variables of the launcher and of the other commands, which may share one environment. */
    private static final Set<String> FOREIGN = Arrays.stream(
                    ("MODE LAUNCHER BUILD JAVA_OPTS AGENT_JAVA_OPTS HOME DEBUG COORDINATOR_URL SERVER AGENT_ID ADDRESS PREFIX LABEL"
                                    + " UPSTREAM MAX_IN_FLIGHT TOKEN_FILE STATE_DIR CLIENT_ID TTL LISTEN DIRECTORY"
                                    + " CLI_REFRESH_MS CONFIG CA_FILE ENDS_WITH")
                            .split(" "))
            .map(PREFIX::concat)
            .collect(Collectors.toUnmodifiableSet());

    /** What Kubernetes adds for a service of the name "dispatcher". */
    private static final Pattern SERVICE_LINK = Pattern.compile("DISPATCHER_(SERVICE_.*|PORT_\\d+_.*)");

    private final Map<String, String> environment;

    SettingsResolver(Map<String, String> environment) {
        this.environment = environment;
    }

    /**
     * Resolves all options.
     *
     * @param flags values given on the command line, by option name
     * @param configFlag the value of {@code --config}, if given
     * @throws StartException naming the unknown key or the bad value
     */
    Settings resolve(Map<String, List<String>> flags, @Nullable String configFlag) throws StartException {
        refuseUnknownVariables();
        String configFile = configFlag != null ? configFlag : environment.get(PREFIX + "CONFIG");
        Map<String, String> file = configFile == null ? Map.of() : read(Path.of(configFile));
        Map<String, Setting> resolved = new HashMap<>();
        for (Option option : Options.ALL) {
            Setting setting = pick(option, flags, file, String.valueOf(configFile));
            if (setting != null) {
                resolved.put(option.name(), setting);
            }
        }
        return new Settings(resolved);
    }

    private @Nullable Setting pick(
            Option option, Map<String, List<String>> flags, Map<String, String> file, String configFile)
            throws StartException {
        List<String> flag = flags.get(option.name());
        if (flag != null) {
            return new Setting(checked(option, flag, option.flag()), "flag");
        }
        String variable = environment.get(option.environmentVariable());
        if (variable != null && !variable.isEmpty()) {
            return new Setting(checked(option, split(option, variable), option.environmentVariable()), "environment");
        }
        String entry = file.get(option.name());
        if (entry != null) {
            return new Setting(
                    checked(option, split(option, entry), option.name() + " in " + configFile), "config file");
        }
        return option.fallback() == null ? null : new Setting(option.fallback(), Setting.DEFAULT);
    }

    private static String checked(Option option, List<String> values, String where) throws StartException {
        if (values.size() > 1 && !option.repeatable()) {
            throw StartException.usage(where + " is given more than once");
        }
        StringBuilder joined = new StringBuilder();
        for (String value : values) {
            try {
                joined.append(joined.length() == 0 ? "" : ",")
                        .append(option.kind().check(value.strip()));
            } catch (IllegalArgumentException e) {
                throw StartException.usage(
                        where + ": \"" + value + "\" is not " + option.kind().expected());
            }
        }
        return joined.toString();
    }

    private static List<String> split(Option option, String value) {
        return option.repeatable() ? Arrays.asList(value.split("\\s*,\\s*")) : List.of(value);
    }

    private void refuseUnknownVariables() throws StartException {
        Set<String> known =
                Options.ALL.stream().map(Option::environmentVariable).collect(Collectors.toSet());
        for (String name : environment.keySet().stream().sorted().toList()) {
            if (name.startsWith(PREFIX)) {
                Replaced.refuse(
                        name.substring(PREFIX.length()).toLowerCase(Locale.ROOT).replace('_', '-'), name);
            }
            if (name.startsWith(PREFIX)
                    && !known.contains(name)
                    && !FOREIGN.contains(name)
                    && !SERVICE_LINK.matcher(name).matches()) {
                throw StartException.usage("Unknown environment variable " + name + ": unset it or correct its name");
            }
        }
    }

    private static Map<String, String> read(Path file) throws StartException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw StartException.usage("--config " + file + " cannot be read: " + e.getMessage());
        }
        Map<String, String> entries = new HashMap<>();
        for (String key : properties.stringPropertyNames().stream().sorted().toList()) {
            Replaced.refuse(key, key + " in " + file);
            if (Options.byName(key).isEmpty()) {
                throw StartException.usage("Unknown key \"" + key + "\" in " + file);
            }
            entries.put(key, properties.getProperty(key));
        }
        return entries;
    }
}
