package io.dispatcher.security;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * {@code dispatcher token create --data-dir D}: the first token of a server that may not start without one. JDK only, so
 * that this jar alone is its class path.
 */
public final class OfflineTokens {
    private static final int OK = 0;
    private static final int USAGE = 1;
    private static final int FAILED = 3;
    private static final Set<String> OPTIONS =
            Set.of("--role", "--name", "--agent-id", "--upstream", "--expires", "--data-dir");
    private static final Pattern SPAN = Pattern.compile("(\\d{1,9})([smhd]?)");
    private static final String USAGE_TEXT =
            "Usage: dispatcher token create --role viewer|operator|admin|agent --data-dir D"
                    + " [--name N] [--agent-id ID] [--upstream NAME]... [--expires T] [--json]";

    private OfflineTokens() {}

    /** Makes one token, prints it and ends the JVM with 0, 1 (usage) or 3 (could not be written). */
    public static void main(String[] args) {
        System.exit(run(List.of(args), System.out, System.err));
    }

    static int run(List<String> args, PrintStream out, PrintStream err) {
        if (args.contains("--help") || args.contains("-h")) {
            out.println(USAGE_TEXT);
            return OK;
        }
        try {
            Map<String, List<String>> options = options(args);
            Path dataDir = Path.of(required(options, "--data-dir"));
            TokenRequest request = request(options);
            if (inUse(dataDir)) {
                err.println("dispatcher token: a coordinator runs on " + dataDir
                        + ": leave out --data-dir, then the token is made by that one");
                return FAILED;
            }
            print(TokenFile.create(dataDir, request), args.contains("--json"), out, err);
            return OK;
        } catch (IllegalArgumentException e) {
            err.println("dispatcher token: " + e.getMessage() + ". " + USAGE_TEXT);
            return USAGE;
        } catch (IOException e) {
            err.println("dispatcher token: cannot write below the data directory: " + e);
            return FAILED;
        }
    }

    private static void print(NewToken made, boolean json, PrintStream out, PrintStream err) {
        Token token = made.token();
        if (!json) {
            err.println("token " + token.id() + " (" + token.role().tag()
                    + "), shown this once: put it in a file and name it with --token-file");
            out.println(made.secret());
            return;
        }
        // As POST /api/tokens answers. Every text is a checked name, a secret of our own or a time: nothing needs
        // escaping.
        out.println("{\"token\": " + quoted(made.secret())
                + ", \"id\": " + quoted(token.id())
                + ", \"role\": " + quoted(token.role().tag())
                + ", \"name\": " + quoted(token.name())
                + ", \"agent_id\": " + quoted(token.agentId())
                + ", \"upstreams\": "
                + token.upstreams().stream()
                        .sorted()
                        .map(OfflineTokens::quoted)
                        .collect(Collectors.joining(", ", "[", "]"))
                + ", \"created_at\": " + quoted(token.createdAt())
                + ", \"expires\": " + quoted(token.expiresAt()) + "}");
    }

    private static TokenRequest request(Map<String, List<String>> options) {
        String tag = required(options, "--role");
        Role role = Role.of(tag);
        if (role == null) {
            throw new IllegalArgumentException("--role: \"" + tag + "\" is not viewer, operator, admin or agent");
        }
        String expires = optional(options, "--expires");
        return new TokenRequest(
                role,
                optional(options, "--name"),
                optional(options, "--agent-id"),
                new TreeSet<>(options.getOrDefault("--upstream", List.of())),
                expires == null ? null : lifetime(expires));
    }

    private static Map<String, List<String>> options(List<String> args) {
        Map<String, List<String>> options = new HashMap<>();
        for (int i = 0; i < args.size(); i++) {
            String arg = args.get(i);
            if (arg.equals("--json")) {
                continue;
            }
            int equals = arg.indexOf('=');
            String name = equals < 0 ? arg : arg.substring(0, equals);
            if (!OPTIONS.contains(name)) {
                throw new IllegalArgumentException("unknown option " + arg);
            }
            if (equals < 0 && i + 1 == args.size()) {
                throw new IllegalArgumentException(name + " needs a value");
            }
            String value = equals < 0 ? args.get(++i) : arg.substring(equals + 1);
            options.computeIfAbsent(name, key -> new ArrayList<>()).add(value);
        }
        return options;
    }

    private static String required(Map<String, List<String>> options, String name) {
        String value = optional(options, name);
        if (value == null || value.isEmpty()) {
            throw new IllegalArgumentException(name + " is missing");
        }
        return value;
    }

    private static @Nullable String optional(Map<String, List<String>> options, String name) {
        List<String> values = options.getOrDefault(name, List.of());
        return values.isEmpty() ? null : values.get(values.size() - 1);
    }

    private static Duration lifetime(String text) {
        Matcher span = SPAN.matcher(text);
        if (span.matches()) {
            long number = Long.parseLong(span.group(1));
            return switch (span.group(2)) {
                case "m" -> Duration.ofMinutes(number);
                case "h" -> Duration.ofHours(number);
                case "d" -> Duration.ofDays(number);
                default -> Duration.ofSeconds(number);
            };
        }
        try {
            return Duration.between(Instant.now(), Instant.parse(text));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "--expires: \"" + text + "\" is neither a time like 2026-01-31T12:00:00Z nor a span like 12h or 7d",
                    e);
        }
    }

    /** A running coordinator holds this lock, and reads tokens made offline only when it starts. */
    private static boolean inUse(Path dataDir) throws IOException {
        Path lock = dataDir.resolve("lock");
        if (!Files.exists(lock)) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE);
                FileLock held = channel.tryLock()) {
            return held == null;
        }
    }

    private static String quoted(@Nullable Object value) {
        return value == null ? "null" : "\"" + value + '"';
    }
}
