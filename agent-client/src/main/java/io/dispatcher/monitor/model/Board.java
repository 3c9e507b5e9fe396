package io.dispatcher.monitor.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** All the monitor knows of the coordinator. For one thread. */
public final class Board {
    /** As many events are kept. */
    public static final int MOST_EVENTS = 500;

    private final String coordinator;
    private final Recent recent = new Recent();
    private final Deque<JsonNode> events = new ArrayDeque<>();
    private final Rate requests = new Rate();
    private final Map<String, Rate> byAgent = new HashMap<>();
    private final Map<String, AgentFigures> figures = new HashMap<>();
    private JsonNode stats = MissingNode.getInstance();
    private List<JsonNode> agents = List.of();
    private JsonNode pool = MissingNode.getInstance();
    private List<JsonNode> queues = List.of();
    private Link link;

    /** {@code coordinator}: its address, as the user knows it. */
    public Board(String coordinator, Instant now) {
        this.coordinator = coordinator;
        this.link = new Link(Link.State.LIVE, now, "");
    }

    /** Takes in what the coordinator answered. */
    public void polled(Sample sample) {
        stats = sample.stats();
        requests.at(stats.path("requests").path("total").asLong(), sample.nanos());
        if (sample.agents().isArray()) {
            agents = list(sample.agents());
        }
        if (sample.pool().isObject()) {
            pool = sample.pool();
            countByAgent(sample.nanos());
        }
        if (sample.queues().isArray()) {
            queues = list(sample.queues());
        }
        recent.listed(sample.history());
    }

    private void countByAgent(long nanos) {
        Map<String, long[]> sums = new HashMap<>();
        for (JsonNode address : pool.path("addresses")) {
            long[] sum = sums.computeIfAbsent(address.path("agent_id").asText(), id -> new long[2]);
            sum[0] += address.path("requests").asLong();
            sum[1] += address.path("errors").asLong();
        }
        byAgent.keySet().retainAll(sums.keySet());
        figures.clear();
        sums.forEach((id, sum) -> {
            Rate rate = byAgent.computeIfAbsent(id, unknown -> new Rate());
            rate.at(sum[0], nanos);
            figures.put(id, new AgentFigures(sum[0], sum[1], rate.now()));
        });
    }

    /** Takes in one event of the log. */
    public void happened(JsonNode event) {
        if (!recent.happened(event)) {
            events.addFirst(event);
            if (events.size() > MOST_EVENTS) {
                events.removeLast();
            }
        }
    }

    public void link(Link.State state, Instant at, String why) {
        link = link.now(state, at, why);
    }

    private static List<JsonNode> list(JsonNode array) {
        List<JsonNode> list = new ArrayList<>(array.size());
        array.forEach(list::add);
        return list;
    }

    public String coordinator() {
        return coordinator;
    }

    public Link link() {
        return link;
    }

    public JsonNode stats() {
        return stats;
    }

    public List<JsonNode> agents() {
        return agents;
    }

    /** The agent of this id as the list has it, a missing node if it does not. */
    public JsonNode agent(String id) {
        return agents.stream()
                .filter(agent -> agent.path("agent_id").asText().equals(id))
                .findFirst()
                .orElse(MissingNode.getInstance());
    }

    public AgentFigures figures(String agentId) {
        return figures.getOrDefault(agentId, AgentFigures.NONE);
    }

    public List<JsonNode> addresses() {
        return list(pool.path("addresses"));
    }

    public List<JsonNode> queues() {
        return queues;
    }

    /** Newest first. */
    public List<JsonNode> requests() {
        return recent.newestFirst();
    }

    /** Of anything but requests, newest first. */
    public List<JsonNode> events() {
        return List.copyOf(events);
    }

    /** The ways to fail there were: {@code error}, {@code count} since the start, and the newest known as {@code last}. */
    public List<JsonNode> errors() {
        Map<String, JsonNode> newest = new HashMap<>();
        for (JsonNode item : requests()) {
            if (Recent.failed(item)) {
                newest.putIfAbsent(Recent.outcome(item), item);
            }
        }
        List<JsonNode> rows = new ArrayList<>();
        JsonNode counted = stats.path("requests");
        counted.path("by_error").fields().forEachRemaining(e -> rows.add(row(e, newest)));
        counted.path("by_status").fields().forEachRemaining(e -> {
            if (e.getKey().compareTo("400") >= 0) {
                rows.add(row(e, newest));
            }
        });
        rows.sort(Comparator.<JsonNode>comparingLong(row -> -row.path("count").asLong())
                .thenComparing(row -> row.path("error").asText()));
        return rows;
    }

    private static JsonNode row(Map.Entry<String, JsonNode> counted, Map<String, JsonNode> newest) {
        ObjectNode row = JsonNodeFactory.instance.objectNode();
        row.put("error", counted.getKey()).put("count", counted.getValue().asLong());
        row.set("last", newest.get(counted.getKey()));
        return row;
    }

    public int inFlight() {
        return agents.stream()
                .mapToInt(agent -> agent.path("in_flight").asInt())
                .sum();
    }

    public Rate requestRate() {
        return requests;
    }
}
