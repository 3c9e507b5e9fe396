package io.dispatcher.monitors;

import com.fasterxml.jackson.databind.JsonNode;
import io.dispatcher.dispatch.ExecuteRequestParser;
import io.dispatcher.dispatch.InvalidRequestException;
import io.dispatcher.dispatch.JsonMembers;
import io.dispatcher.protocol.Names;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** JSON of a monitor to {@link MonitorSpec}; every input is hostile until it comes out of here. Thread-safe. */
public final class MonitorParser {
    static final int MOST_AGENTS = 100;
    private static final int MOST_RUNS = 10;
    private static final double DAY = 86_400;
    private static final double SECOND_MS = 1_000;
    private static final int USUAL_CERTIFICATE_DAYS = 14;

    private static final Set<String> COMMON = Set.of(
            "name",
            "kind",
            "from",
            "addresses",
            "interval",
            "thresholds",
            "failures_before_down",
            "successes_before_up",
            "paused");
    private static final Set<String> THRESHOLDS = Set.of("loss_percent", "rtt_ms", "duration_ms", "certificate_days");

    private final CheckParser checks;

    public MonitorParser(ExecuteRequestParser requests) {
        this.checks = new CheckParser(requests);
    }

    /** @throws InvalidRequestException naming the first field that does not fit */
    public MonitorSpec parse(byte[] body) throws InvalidRequestException {
        JsonNode tree = ExecuteRequestParser.tree(body);
        boolean http = http(tree);
        Set<String> known = new HashSet<>(COMMON);
        known.addAll(http ? CheckParser.HTTP : CheckParser.PING);
        JsonMembers json = new JsonMembers(tree, known);
        double interval = orElse(json.seconds("interval", 1, DAY), 60);
        MonitorSpec spec = new MonitorSpec(
                name(json),
                http ? checks.http(json, interval) : checks.ping(json),
                from(json, http),
                eachAddress(json),
                Math.round(interval * SECOND_MS),
                thresholds(json, http),
                (int) json.integer("failures_before_down", 2, 1, MOST_RUNS),
                (int) json.integer("successes_before_up", 1, 1, MOST_RUNS),
                json.flag("paused", false));
        checkTimes(spec);
        return spec;
    }

    private static boolean http(JsonNode tree) throws InvalidRequestException {
        if (!tree.isObject()) {
            throw new InvalidRequestException("", "the body must be a JSON object");
        }
        String kind = tree.path("kind").asText("");
        if (!kind.equals("ping") && !kind.equals("http")) {
            throw new InvalidRequestException("kind", "must be \"ping\" or \"http\"");
        }
        return kind.equals("http");
    }

    private static String name(JsonMembers json) throws InvalidRequestException {
        String name = json.text("name", 64);
        if (name == null || !Names.isId(name)) {
            throw new InvalidRequestException("name", "is required and must match " + Names.ID.pattern());
        }
        return name;
    }

    private static @Nullable List<String> from(JsonMembers json, boolean http) throws InvalidRequestException {
        List<String> from = json.texts("from", MOST_AGENTS, 64);
        if (from == null) {
            return http ? List.of(MonitorSpec.ALL) : null;
        }
        for (String agentId : from) {
            if (!agentId.equals(MonitorSpec.ALL) && !Names.isId(agentId)) {
                throw new InvalidRequestException(
                        "from", "an element is neither \"*\" nor matches " + Names.ID.pattern());
            }
        }
        return List.copyOf(new LinkedHashSet<>(from));
    }

    private static boolean eachAddress(JsonMembers json) throws InvalidRequestException {
        String addresses = json.text("addresses", 16);
        if (addresses == null || addresses.equals("one")) {
            return false;
        }
        if (!addresses.equals("each")) {
            throw new InvalidRequestException("addresses", "must be \"each\" or \"one\"");
        }
        return true;
    }

    private static Thresholds thresholds(JsonMembers json, boolean http) throws InvalidRequestException {
        JsonNode given = json.get("thresholds");
        if (given == null) {
            return new Thresholds(null, null, null, http ? USUAL_CERTIFICATE_DAYS : null);
        }
        return CheckParser.nested("thresholds", () -> {
            JsonMembers own = new JsonMembers(given, THRESHOLDS);
            for (String name : List.of("loss_percent", "rtt_ms", "duration_ms", "certificate_days")) {
                boolean ofPings = name.equals("loss_percent") || name.equals("rtt_ms");
                if (own.get(name) != null && ofPings == http) {
                    throw new InvalidRequestException(name, "is for monitors of kind " + (http ? "ping" : "http"));
                }
            }
            return new Thresholds(
                    number(own, "loss_percent", 100),
                    number(own, "rtt_ms", DAY * SECOND_MS),
                    number(own, "duration_ms", DAY * SECOND_MS),
                    http ? (int) own.integer("certificate_days", USUAL_CERTIFICATE_DAYS, 0, 10_000) : null);
        });
    }

    private static @Nullable Double number(JsonMembers json, String name, double most) throws InvalidRequestException {
        JsonNode value = json.get(name);
        if (value == null) {
            return null;
        }
        if (!value.isNumber() || !(value.doubleValue() >= 0 && value.doubleValue() <= most)) {
            throw new InvalidRequestException(name, "must be a number from 0 to " + (long) most);
        }
        return value.doubleValue();
    }

    private static void checkTimes(MonitorSpec spec) throws InvalidRequestException {
        long longest = spec.check() instanceof Check.Http http
                ? Math.round(Math.max(http.request().timeout(), http.request().ttl()) * SECOND_MS)
                : spec.check().longestMs();
        if (longest > spec.intervalMs()) {
            throw new InvalidRequestException(
                    "interval",
                    "a run may take " + longest / SECOND_MS + " s, longer than the interval: "
                            + (spec.http()
                                    ? "shorten request.timeout and request.ttl"
                                    : "shorten timeout, count or probe_interval"));
        }
    }

    static double orElse(@Nullable Double given, double usual) {
        return given == null ? usual : given;
    }
}
