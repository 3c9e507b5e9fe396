package io.dispatcher.boot;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** All resolved settings. Immutable. */
final class Settings {

    private static final Pattern SECRET_IN_URL =
            Pattern.compile("(?i)((?:password|passwd|pwd|secret|token)=)[^&;\\s]+");
    private static final Pattern USER_INFO = Pattern.compile("(://[^/:@\\s]+:)[^@/\\s]+@");

    private final Map<String, Setting> byName;

    Settings(Map<String, Setting> byName) {
        this.byName = Map.copyOf(byName);
    }

    Optional<String> get(String name) {
        return Optional.ofNullable(byName.get(name)).map(Setting::value);
    }

    String require(String name) {
        return get(name).orElseThrow(() -> new IllegalStateException("No default for " + name));
    }

    int number(String name) {
        return Integer.parseInt(require(name));
    }

    boolean explicit(String name) {
        Setting setting = byName.get(name);
        return setting != null && setting.explicit();
    }

    List<String> all(String name) {
        return get(name).map(value -> Arrays.stream(value.split(",")).toList()).orElse(List.of());
    }

    Path dataDir() {
        return Path.of(require(Options.DATA_DIR)).toAbsolutePath().normalize();
    }

    /** The same with one value replaced, when the start learns better (a free port, a stored name). */
    Settings with(String name, String value) {
        Map<String, Setting> copy = new TreeMap<>(byName);
        Setting old = byName.get(name);
        copy.put(name, new Setting(value, old == null ? Setting.DEFAULT : old.source()));
        return new Settings(copy);
    }

    /** Hands everything to the application. */
    void exportTo(Properties properties) {
        for (Option option : Options.ALL) {
            get(option.name()).ifPresent(value -> properties.setProperty(option.systemProperty(), value));
        }
        get(Options.BINDS).ifPresent(value -> properties.setProperty("dispatcher." + Options.BINDS, value));
        properties.setProperty("dispatcher.data-dir", dataDir().toString());
    }

    /** One line an option: name, value with secrets masked, source. */
    List<String> describe() {
        return Options.ALL.stream()
                .map(option -> {
                    Setting setting = byName.get(option.name());
                    return setting == null
                            ? option.name() + " =  (not set)"
                            : option.name() + " = "
                                    + (option.name().equals(Options.DEMO_TOKEN) ? "***" : masked(setting.value()))
                                    + "  (" + setting.source() + ")";
                })
                .toList();
    }

    private static String masked(String value) {
        return USER_INFO
                .matcher(SECRET_IN_URL.matcher(value).replaceAll("$1***"))
                .replaceAll("$1***@");
    }
}
