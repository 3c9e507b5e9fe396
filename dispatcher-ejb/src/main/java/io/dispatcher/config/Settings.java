package io.dispatcher.config;

import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Everything the operator decided that the application itself needs, with the contract's defaults. Immutable, read once. Durations are
 * seconds, sizes bytes.
 *
 * @param nodeName as configured; null: {@link NodeName} keeps one in the data directory
 * @param advertiseUrl where agents and other nodes reach this node, null if not told
 * @param publicBaseUrl where users reach it, null if not told
 * @param httpsRedirectPort where plain HTTP is sent to, null if it is served
 * @param proxyTokenRequired whether the ports of {@code --proxy} want a token from this machine too
 * @param callbackSecretFile holds what callbacks are signed with; null: one made and kept in the database
 * @param strategy {@code round_robin}, {@code random}, {@code least_in_flight} or {@code sticky}
 */
public record Settings(
        Path dataDir,
        @Nullable String nodeName,
        @Nullable URI advertiseUrl,
        @Nullable URI publicBaseUrl,
        String strategy,
        double drainTimeout,
        List<BindAddress> binds,
        List<ProxyPort> proxies,
        @Nullable Integer httpsRedirectPort,
        @Nullable Path callbackSecretFile,
        Waits waits,
        Forwarded forwarded,
        boolean proxyTokenRequired,
        Egress egress,
        Limits limits,
        Server server,
        History history,
        Monitors monitors,
        Playground playground,
        LiveEvents liveEvents,
        AccessLog accessLog,
        Targets targets,
        Scenarios scenarios,
        Lab lab,
        Database database) {

    /** Longest wait or deadline anywhere: a day. */
    public static final int MAX_WAIT_SECONDS = 86_400;

    /** Largest request body: what fits a broker message of 2 MiB together with its metadata. */
    public static final int MAX_BODY_BYTES = 1_900_000;

    private static final int HTTPS_PORT = 8443;
    private static final List<String> STRATEGIES = List.of("round_robin", "random", "least_in_flight", "sticky");

    /**
     * The separate waits of a dispatch.
     *
     * @param agent null: as long as the request's ttl
     * @param reply null: the request's timeout + 5 (tunnels 60)
     */
    public record Waits(
            @Nullable Double agent,
            double ack,
            @Nullable Double reply,
            double upstream,
            Map<String, OfUpstream> byUpstream) {

        /** Those of one upstream; null: as of any other. */
        public record OfUpstream(
                @Nullable Double ack,
                @Nullable Double reply,
                @Nullable Double upstream) {}

        static Waits of(OptionReader options) {
            NamedSeconds ack = NamedSeconds.of("ack-wait", options);
            NamedSeconds reply = NamedSeconds.of("reply-wait", options);
            NamedSeconds upstream = NamedSeconds.of("upstream-wait", options);
            Map<String, OfUpstream> byUpstream = new HashMap<>();
            for (NamedSeconds each : List.of(ack, reply, upstream)) {
                for (String name : each.byName().keySet()) {
                    byUpstream.put(name, new OfUpstream(ack.of(name), reply.of(name), upstream.of(name)));
                }
            }
            return new Waits(
                    options.seconds("agent-wait"),
                    ack.usual(5),
                    reply.usual(),
                    upstream.usual(30),
                    Map.copyOf(byUpstream));
        }
    }

    /**
     * What an upstream is told of the way a tunnel's request took.
     *
     * @param mode {@code append}, {@code replace} or {@code off}
     * @param trusted networks of callers that are believed; empty: any
     */
    public record Forwarded(String mode, List<String> trusted) {}

    /** Networks that requesters may reach beyond, or not even within, the public ones; texts {@code ADDRESS/LENGTH}, checked. */
    public record Egress(List<String> allow, List<String> deny) {}

    /**
     * @param maxBodyBytes of a request body, 1 to {@link #MAX_BODY_BYTES}
     * @param maxInFlight dispatches at a time on this node
     * @param maxInFlightPerCaller at a time per token (all callers of open mode are one)
     * @param requestsPerSecond per token, 0 = off
     */
    public record Limits(int maxBodyBytes, int maxInFlight, int maxInFlightPerCaller, int requestsPerSecond) {}

    /**
     * How HTTP requests are served.
     *
     * @param engine {@code selectors} or {@code threadpool}
     * @param workerCount threads
     * @param requestQueueSize with {@code threadpool}: requests that may wait for one
     * @param filesDir what {@code /files/} reads and writes; null: nothing
     */
    public record Server(
            String engine,
            int workerCount,
            int requestQueueSize,
            @Nullable Path filesDir) {
        private static final String SELECTORS = "selectors";
        private static final String THREADPOOL = "threadpool";

        /** Each request has a thread to its end. */
        public boolean threadPool() {
            return engine.equals(THREADPOOL);
        }
    }

    /**
     * @param limit records kept at most, 0 = by age only
     * @param maxAge seconds a record is kept
     */
    public record History(long limit, long maxAge) {}

    /**
     * @param most of them
     * @param resultsLimit results kept of each
     * @param resultsMaxAge seconds a result is kept
     */
    public record Monitors(int most, int resultsLimit, long resultsMaxAge) {}

    /**
     * @param enabled its page and its state
     * @param serverName what answers say in their {@code Server} header
     * @param demoToken what guards changes, events, proxy and history besides roles; null: nothing does
     */
    public record Playground(
            boolean enabled, String serverName, @Nullable String demoToken) {
        private static final String TOKEN = "demo-token";
        private static final String REQUIRED = "require-demo-token";

        static Playground of(OptionReader options) {
            String token = options.text(TOKEN);
            boolean required = options.flag(REQUIRED, token != null);
            if (required && token == null) {
                throw new SettingsException("--" + REQUIRED + " needs --" + TOKEN);
            }
            String name = options.text("server-name", "dispatcher");
            if (!name.chars().allMatch(c -> c >= ' ' && c < 0x7f)) {
                throw OptionReader.refuse("server-name", name, "must be visible ASCII characters");
            }
            return new Playground(options.flag("enable-playground", true), name, required ? token : null);
        }
    }

    /** @param json one object a line */
    public record AccessLog(boolean enabled, boolean json) {}

    /**
     * Events as they happen, over HTTP.
     *
     * @param bufferSize the newest events kept in memory for those who follow
     * @param heartbeat seconds after which a stream without events says that it lives
     */
    public record LiveEvents(boolean enabled, int bufferSize, double heartbeat) {}

    /**
     * @param enabled whether they can be reached at all
     * @param most of them
     */
    public record Targets(boolean enabled, int most) {}

    /**
     * @param enabled whether they can be reached at all
     * @param most of them
     * @param runsLimit runs kept of each
     */
    public record Scenarios(
            boolean enabled,
            int most,
            int mostSteps,
            int mostAssertionsPerStep,
            int mostRunning,
            int runsLimit,
            long defaultSeed) {}

    /**
     * @param maxMockBodyBytes of what a mock answers, and of what it looks at
     */
    public record Lab(int maxMockBodyBytes, int maxMockRoutes) {}

    /**
     * @param url JDBC URL of PostgreSQL, null: embedded below the data directory
     * @param passwordFile its first line is the password
     */
    public record Database(
            @Nullable String url,
            @Nullable String user,
            @Nullable Path passwordFile) {}

    /**
     * Reads and checks all settings.
     *
     * @param source the text of a property ({@code dispatcher.<option>}), null where unset
     * @throws SettingsException naming the first option that cannot be used
     */
    public static Settings read(Function<String, @Nullable String> source) {
        OptionReader options = new OptionReader(source);
        return new Settings(
                Path.of(options.text("data-dir", "data")).toAbsolutePath().normalize(),
                nodeName(options),
                options.httpUrl("advertise-url"),
                options.httpUrl("public-base-url"),
                options.oneOf("strategy", "round_robin", STRATEGIES),
                options.seconds("drain-timeout", 30),
                BindAddress.of(options),
                ProxyPort.of(options),
                options.flag("redirect-http") ? options.whole("https-port", HTTPS_PORT, 1, 65_535) : null,
                options.file("callback-secret-file"),
                Waits.of(options),
                new Forwarded(
                        options.oneOf("forwarded", "append", List.of("append", "replace", "off")),
                        Networks.checked("trusted-proxy", options)),
                options.flag("require-proxy-token"),
                new Egress(Networks.checked("allow", options), Networks.checked("deny", options)),
                limits(options),
                new Server(
                        options.oneOf("engine", Server.SELECTORS, List.of(Server.SELECTORS, Server.THREADPOOL)),
                        options.whole("worker-count", 64, 4, 1_024),
                        options.whole("request-queue-size", 128, 0, 2_048),
                        options.file("files-dir")),
                new History(
                        options.whole("history-limit", 0L, 0, Long.MAX_VALUE),
                        options.whole("history-max-age", 7L * MAX_WAIT_SECONDS, 1, 3650L * MAX_WAIT_SECONDS)),
                monitors(options),
                Playground.of(options),
                new LiveEvents(
                        options.flag("enable-live-events", true),
                        options.whole("event-buffer-size", 5_000, 1, 1_000_000),
                        options.seconds("event-heartbeat-secs", 5)),
                new AccessLog(
                        options.flag("access-log", true),
                        options.oneOf("log-format", "plain", List.of("plain", "json"))
                                .equals("json")),
                new Targets(options.flag("enable-target-proxy", true), options.whole("max-targets", 50, 0, 10_000)),
                scenarios(options),
                lab(options),
                database(options));
    }

    /** From plain values, for tests and tools. */
    public static Settings of(Map<String, String> values) {
        return read(values::get);
    }

    private static @Nullable String nodeName(OptionReader options) {
        String name = options.text("node-name");
        if (name != null && !NodeName.isName(name)) {
            throw OptionReader.refuse("node-name", name, "must match " + NodeName.RULE);
        }
        return name;
    }

    private static Limits limits(OptionReader options) {
        return new Limits(
                options.whole("max-body-bytes", 1_048_576, 1, MAX_BODY_BYTES),
                options.whole("max-in-flight", 8192, 1, 1_000_000),
                options.whole("max-in-flight-per-caller", 4096, 1, 1_000_000),
                options.whole("requests-per-second", 0, 0, 1_000_000));
    }

    private static Monitors monitors(OptionReader options) {
        return new Monitors(
                options.whole("max-monitors", 100, 0, 10_000),
                options.whole("monitor-results-limit", 100_000, 1, 100_000_000),
                options.whole("monitor-results-max-age", 7L * MAX_WAIT_SECONDS, 1, 3650L * MAX_WAIT_SECONDS));
    }

    private static Scenarios scenarios(OptionReader options) {
        return new Scenarios(
                options.flag("enable-scenarios", true),
                options.whole("max-scenarios", 100, 0, 10_000),
                options.whole("max-steps-per-scenario", 50, 1, 1_000),
                options.whole("max-assertions-per-step", 20, 0, 1_000),
                options.whole("max-scenario-runs", 16, 1, 1_000),
                options.whole("scenario-runs-limit", 100, 1, 100_000),
                options.whole("default-chaos-seed", 1_337L, Long.MIN_VALUE, Long.MAX_VALUE));
    }

    private static Lab lab(OptionReader options) {
        return new Lab(
                options.whole("max-mock-body-bytes", 262_144, 0, MAX_BODY_BYTES),
                options.whole("max-mock-routes", 1_000, 0, 100_000));
    }

    private static Database database(OptionReader options) {
        String url = options.text("db-url");
        String user = options.text("db-user");
        String file = options.text("db-password-file");
        if (url != null && !url.startsWith("jdbc:postgresql:")) {
            throw OptionReader.refuse("db-url", url.replaceAll("\\?.*", ""), "must start with jdbc:postgresql:");
        }
        if (url == null && (user != null || file != null)) {
            throw new SettingsException("--db-user and --db-password-file need --db-url");
        }
        return new Database(url, user, file == null ? null : Path.of(file));
    }
}
