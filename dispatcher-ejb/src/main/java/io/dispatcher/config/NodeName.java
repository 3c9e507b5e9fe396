package io.dispatcher.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** This node's name: as configured, or made once and kept in the data directory, so that a restart is the same node. */
public final class NodeName {
    static final String RULE = "[A-Za-z0-9][A-Za-z0-9_-]{0,63}";
    private static final Pattern NAME = Pattern.compile(RULE);

    private NodeName() {}

    static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    /**
     * The name to go by; a configured one is kept too.
     *
     * @throws SettingsException if the data directory cannot be written or holds something else under that name
     */
    public static String resolve(Settings settings) {
        Path file = settings.dataDir().resolve("node-name");
        try {
            Files.createDirectories(settings.dataDir());
            String configured = settings.nodeName();
            if (configured == null && Files.exists(file)) {
                return kept(file);
            }
            String name = configured == null ? "node-" + random() : configured;
            Files.writeString(file, name + "\n");
            return name;
        } catch (IOException e) {
            throw OptionReader.refuse(
                    "data-dir", settings.dataDir().toString(), "cannot be written: " + e.getMessage());
        }
    }

    private static String kept(Path file) throws IOException {
        String name = Files.readString(file).strip();
        if (!isName(name)) {
            throw new SettingsException(file + " does not hold a node name; delete it or give --node-name");
        }
        return name;
    }

    private static String random() {
        byte[] bytes = new byte[4];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
