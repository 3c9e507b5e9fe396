package io.dispatcher.boot;

import java.util.List;
import java.util.Optional;

/** Every option the coordinator takes, in the order of the contract. */
final class Options {

    static final String HOST = "host";
    static final String PORT = "port";
    static final String BIND = "bind";

    /** No option: the URLs that are really listened on, for the application. */
    static final String BINDS = "binds";

    static final String DATA_DIR = "data-dir";
    static final String NODE_NAME = "node-name";
    static final String BROKER_URL = "broker-url";
    static final String BROKER_HOST = "broker-host";
    static final String BROKER_PORT = "broker-port";
    static final String DB_URL = "db-url";
    static final String PROXY = "proxy";
    static final String HTTPS_PORT = "https-port";
    static final String TLS_CERT = "tls-cert";
    static final String TLS_KEY = "tls-key";
    static final String ENABLE_TLS = "enable-tls";
    static final String REDIRECT_HTTP = "redirect-http";
    static final String DRAIN_TIMEOUT = "drain-timeout";
    static final String MAX_HEADER_BYTES = "max-header-bytes";
    static final String ENGINE = "engine";
    static final String WORKER_COUNT = "worker-count";
    static final String REQUEST_QUEUE_SIZE = "request-queue-size";
    static final String KEEPALIVE_TIMEOUT = "keepalive-timeout";
    static final String MAX_KEEPALIVE_REQUESTS = "max-keepalive-requests";
    static final String DEMO_TOKEN = "demo-token";
    static final String LOG_LEVEL = "log-level";
    static final String LOG_FORMAT = "log-format";

    static final List<Option> ALL = List.of(
            Option.of(HOST, Kind.HOST, "127.0.0.1", "address to listen on; not used when only --bind is given"),
            Option.of(PORT, Kind.PORT, "8000", "port to listen on; 0 = any free one"),
            Option.many(
                    BIND, Kind.BIND, "further addresses: ADDR[:PORT], IPv6 in brackets; 0.0.0.0 = IPv4, [::] = all"),
            Option.of(DATA_DIR, Kind.PATH, "data", "journal, database, logs"),
            Option.of(NODE_NAME, Kind.NAME, null, "name of this node; kept in the data dir"),
            Option.of("advertise-url", Kind.URL, null, "how agents and other nodes reach this node"),
            Option.of("node-token-file", Kind.PATH, null, "token that nodes show each other"),
            Option.of(BROKER_URL, Kind.URL, null, "broker to use instead of the embedded one"),
            Option.of("broker-user", Kind.TEXT, null, "its user"),
            Option.of("broker-password-file", Kind.PATH, null, "file with its password"),
            Option.of(BROKER_HOST, Kind.HOST, "127.0.0.1", "address of the embedded broker"),
            Option.of(BROKER_PORT, Kind.PORT, "61616", "port of the embedded broker; 0 = any free one"),
            Option.of(DB_URL, Kind.URL, null, "database to use instead of the embedded one (jdbc:…)"),
            Option.of("db-user", Kind.TEXT, null, "its user"),
            Option.of("db-password-file", Kind.PATH, null, "file with its password"),
            Option.many(PROXY, Kind.PROXY, "[ADDR:]PORT=UPSTREAM: a local port that is upstream NAME"),
            Option.of("require-proxy-token", Kind.SWITCH, "false", "these ports want a token from this machine too"),
            Option.of(
                    "forwarded",
                    Kind.FORWARDED,
                    "append",
                    "Forwarded and Via for upstreams: append, replace what came, or off"),
            Option.many(
                    "trusted-proxy", Kind.CIDR, "callers whose Forwarded, X-Forwarded-* and Via pass (default: all)"),
            Option.of(HTTPS_PORT, Kind.PORT, null, "port for TLS (8443 when another TLS option is given)"),
            Option.of(TLS_CERT, Kind.PATH, null, "certificate chain, PEM; without it a development certificate is made")
                    .alias("cert-file"),
            Option.of(TLS_KEY, Kind.PATH, null, "private key, PEM (PKCS #8)").alias("key-file"),
            Option.of(ENABLE_TLS, Kind.SWITCH, "false", "listen with TLS where no other option of it is given"),
            Option.of(
                    REDIRECT_HTTP,
                    Kind.SWITCH,
                    "false",
                    "answer plain HTTP with a redirect to HTTPS (health is answered)"),
            Option.many("allow", Kind.CIDR, "network that the coordinator's own requests may reach"),
            Option.many("deny", Kind.CIDR, "network that they may not reach"),
            Option.of(
                    "callback-secret-file",
                    Kind.PATH,
                    null,
                    "file with the secret that callbacks are signed with (default: one is made)"),
            Option.of("agent-wait", Kind.SECONDS, null, "how long work waits for an agent (default: the ttl)"),
            Option.of("ack-wait", Kind.WAIT, "5", "how long to wait for an agent's acknowledgement; UPSTREAM=S for one")
                    .manyTimes(),
            Option.of(
                            "reply-wait",
                            Kind.WAIT,
                            null,
                            "how long to wait for a reply (default: timeout + 5; tunnels 60); UPSTREAM=S for one")
                    .manyTimes(),
            Option.of(
                            "upstream-wait",
                            Kind.WAIT,
                            "30",
                            "how long a tunnel request waits for its upstream; UPSTREAM=S for one")
                    .manyTimes(),
            Option.of("strategy", Kind.STRATEGY, "round_robin", "how an address is chosen"),
            Option.of(DRAIN_TIMEOUT, Kind.SECONDS, "30", "how long a stop waits for work in flight"),
            Option.of("public-base-url", Kind.URL, null, "how browsers and callbacks reach this coordinator"),
            Option.of(
                    "max-body-bytes",
                    Kind.BYTES,
                    "1048576",
                    "largest request body an order may carry, at most 1900000"),
            Option.of("max-in-flight", Kind.COUNT, "8192", "requests in flight on this node"),
            Option.of("max-in-flight-per-caller", Kind.COUNT, "4096", "requests in flight per token"),
            Option.of("requests-per-second", Kind.COUNT, "0", "requests per second per token; 0 = no limit"),
            Option.of("history-limit", Kind.COUNT, "0", "records kept; 0 = by age only"),
            Option.of("history-max-age", Kind.SECONDS, "604800", "how long records are kept"),
            Option.of("max-monitors", Kind.COUNT, "100", "monitors that may be stored"),
            Option.of("monitor-results-limit", Kind.COUNT, "100000", "results kept of each monitor"),
            Option.of("monitor-results-max-age", Kind.SECONDS, "604800", "how long they are kept"),
            Option.of("server-name", Kind.TEXT, "dispatcher", "what answers say in their Server header"),
            Option.of("enable-playground", Kind.SWITCH, "true", "mocks, the lab's page and /api/playground"),
            Option.of(
                    DEMO_TOKEN,
                    Kind.TEXT,
                    null,
                    "what changes, events, proxy and history want as X-Demo-Token; no role"),
            Option.of(
                    "require-demo-token", Kind.SWITCH, null, "whether they do (default: where a demo token is given)"),
            Option.of("enable-live-events", Kind.SWITCH, "true", "events as they happen, at /api/events"),
            Option.of("event-buffer-size", Kind.COUNT, "5000", "newest events kept in memory for those who follow"),
            Option.of("event-heartbeat-secs", Kind.SECONDS, "5", "how often a stream without events says it lives"),
            Option.of("enable-target-proxy", Kind.SWITCH, "true", "named targets and requests to them"),
            Option.of("max-targets", Kind.COUNT, "50", "targets that may be stored"),
            Option.of("enable-scenarios", Kind.SWITCH, "true", "scenarios and their runs"),
            Option.of("max-scenarios", Kind.COUNT, "100", "scenarios that may be stored"),
            Option.of("max-steps-per-scenario", Kind.COUNT, "50", "steps of one"),
            Option.of("max-assertions-per-step", Kind.COUNT, "20", "assertions of one step"),
            Option.of("max-scenario-runs", Kind.COUNT, "16", "runs at a time on this node"),
            Option.of("scenario-runs-limit", Kind.COUNT, "100", "runs kept of each scenario"),
            Option.of("default-chaos-seed", Kind.SEED, "1337", "seed of scenarios that have none"),
            Option.of("max-mock-body-bytes", Kind.BYTES, "262144", "largest body of a mock, at most 1900000"),
            Option.of("max-mock-routes", Kind.COUNT, "1000", "mocks that may be stored"),
            Option.of(MAX_HEADER_BYTES, Kind.BYTES, "65536", "largest request header"),
            Option.of("max-target-length", Kind.BYTES, "65536", "longest request target"),
            Option.of(
                    ENGINE,
                    Kind.ENGINE,
                    "selectors",
                    "selectors: no request holds a thread while it waits; threadpool: each has one to its end"),
            Option.of(WORKER_COUNT, Kind.THREADS, "64", "threads that serve requests"),
            Option.of(
                    REQUEST_QUEUE_SIZE,
                    Kind.QUEUE,
                    "128",
                    "with --engine threadpool: requests that may wait for a thread; one more is 503"),
            Option.of("max-connections", Kind.COUNT, "20000", "open connections; one more is 503; 0 = no limit"),
            Option.of(KEEPALIVE_TIMEOUT, Kind.SECONDS, "30", "how long a connection is kept for its next request"),
            Option.of(MAX_KEEPALIVE_REQUESTS, Kind.COUNT, "1000000", "requests a connection may bring; 0 = any number"),
            Option.of(LOG_LEVEL, Kind.LEVEL, "info", "trace, debug, info, warn or error"),
            Option.of("files-dir", Kind.PATH, null, "directory that /files/ reads and writes; without it there is none")
                    .alias("directory"),
            Option.of("access-log", Kind.SWITCH, "true", "a line a request in logs/access.log of the data dir"),
            Option.of(LOG_FORMAT, Kind.FORMAT, "plain", "plain or json"));

    private Options() {}

    static Optional<Option> byName(String name) {
        return ALL.stream().filter(option -> option.name().equals(name)).findFirst();
    }
}
