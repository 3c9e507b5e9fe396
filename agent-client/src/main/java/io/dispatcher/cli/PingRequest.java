package io.dispatcher.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dispatcher.api.ApiClient;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The task of {@code ping}: its options, and the JSON the API takes. What is not given is left to the coordinator. */
final class PingRequest {
    /** The most one task may have. */
    static final int LONGEST = 100_000;

    @Parameters(arity = "1..*", paramLabel = "TARGET", description = "What to ping: names or addresses.")
    List<String> targets = new ArrayList<>();

    @Option(
            names = "--from",
            paramLabel = "AGENT",
            description = "From this agent, '*' for all; repeatable. Without it the coordinator itself pings.")
    List<String> from = new ArrayList<>();

    @Option(
            names = {"-c", "--count"},
            paramLabel = "N",
            description = "So many probes to each target (3).")
    @Nullable
    Integer count;

    @Option(names = "--infinite", description = "Go on until Ctrl-C.")
    boolean infinite;

    @Option(
            names = {"-i", "--interval"},
            paramLabel = "MS",
            description = "Milliseconds between probes (1000, at least 10).")
    @Nullable
    Integer interval;

    @Option(names = "--timeout", paramLabel = "MS", description = "Milliseconds to wait for each answer (10000).")
    @Nullable
    Integer timeout;

    @Option(
            names = {"-s", "--size"},
            paramLabel = "N",
            description = "Bytes of payload (56).")
    @Nullable
    Integer size;

    @Option(names = "--retries", paramLabel = "N", description = "More tries of a probe without answer (0).")
    @Nullable
    Integer retries;

    @Option(names = "--source-address", paramLabel = "A", description = "From this address.")
    @Nullable
    String sourceAddress;

    @Option(
            names = {"-4", "--ipv4"},
            description = "Resolve names to IPv4 only.")
    boolean ipv4;

    @Option(
            names = {"-6", "--ipv6"},
            description = "Resolve names to IPv6 only.")
    boolean ipv6;

    ObjectNode json(ApiCommand command) {
        if (ipv4 && ipv6) {
            throw command.usage("-4 and -6 exclude each other");
        }
        if (infinite && count != null) {
            throw command.usage("--infinite and --count exclude each other");
        }
        ObjectNode json = ApiClient.object();
        if (!from.isEmpty()) {
            from.forEach(json.putArray("from")::add);
        }
        targets.forEach(json.putArray("targets")::add);
        put(json, "interval", interval);
        put(json, "count", infinite ? Integer.valueOf(LONGEST) : count);
        put(json, "timeout", timeout);
        put(json, "retries", retries);
        put(json, "size", size);
        if (ipv4 || ipv6) {
            json.put("family", ipv4 ? "4" : "6");
        }
        if (sourceAddress != null) {
            json.put("source_address", sourceAddress);
        }
        return json;
    }

    private static void put(ObjectNode json, String name, @Nullable Integer value) {
        if (value != null) {
            json.put(name, value);
        }
    }
}
