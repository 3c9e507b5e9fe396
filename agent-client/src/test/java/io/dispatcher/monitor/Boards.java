package io.dispatcher.monitor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.dispatcher.monitor.model.Board;
import io.dispatcher.monitor.model.Sample;
import java.time.Instant;

/** Boards as a coordinator's answers make them. */
public final class Boards {
    public static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    private static final long SECOND = 1_000_000_000;

    private Boards() {}

    /** Two agents, one of them draining; three addresses; a queue that waits; three requests, one failed. */
    public static Board busy() {
        Board board = new Board("http://127.0.0.1:8000", NOW);
        board.polled(sample(0, 1_000));
        board.polled(sample(SECOND, 1_182));
        return board;
    }

    private static Sample sample(long nanos, long total) {
        return new Sample(nanos, stats(total), agents(), pool(total), queues(), history());
    }

    static JsonNode stats(long total) {
        return json("{'uptime_seconds': 3700.5, 'requests': {'total': " + total + ", 'succeeded': " + (total - 12)
                + ", 'failed': 12, 'by_status': {'200': 980, '404': 8}, 'by_error': {'target-connect': 12}},"
                + " 'latency_ms': {'p50': 1.25, 'p95': 14.2, 'p99': 381.0}, 'agents': {'total': 2, 'connected': 1},"
                + " 'pool': {'size': 3, 'available': 2}, 'websocket_connections': 2,"
                + " 'queue': {'depth': 7, 'oldest_ms': 4200, 'expired': 1, 'dead': 0}}");
    }

    private static JsonNode agents() {
        return json("[{'agent_id': 'fra-1', 'status': 'connected', 'addresses': [{'address': '2001:db8::1'},"
                + " {'address': '2001:db8::2'}], 'labels': {'region': 'eu'}, 'capabilities': ['http', 'ipv6'],"
                + " 'upstreams': ['shop'], 'in_flight': 3, 'connected_since': '2026-11-22T11:00:00.000Z', 'node': 'n1'},"
                + " {'agent_id': 'ams-2', 'status': 'draining', 'addresses': [{'address': '192.0.2.7'}], 'labels': {},"
                + " 'in_flight': 0, 'connected_since': null}]");
    }

    private static JsonNode pool(long total) {
        return json("{'size': 3, 'available': 2, 'strategy': 'round_robin', 'addresses': ["
                + "{'address': '2001:db8::1', 'agent_id': 'fra-1', 'state': 'available', 'in_flight': 2, 'requests': "
                + (total - 600) + ", 'errors': 0, 'last_used': '2026-11-22T11:59:59.000Z'},"
                + "{'address': '2001:db8::2', 'agent_id': 'fra-1', 'state': 'busy', 'in_flight': 1, 'requests': 400,"
                + " 'errors': 12, 'last_used': null},"
                + "{'address': '192.0.2.7', 'agent_id': 'ams-2', 'state': 'draining', 'in_flight': 0, 'requests': 200,"
                + " 'errors': 0, 'last_used': null}]}");
    }

    private static JsonNode queues() {
        return json("[{'name': 'dispatcher.agent.fra-1', 'depth': 7, 'consumers': 1, 'delivering': 2, 'scheduled': 0,"
                + " 'oldest_ms': 4200, 'expired': 1, 'dead': 0}, {'name': 'dispatcher.dead', 'depth': 0,"
                + " 'consumers': 0, 'oldest_ms': 0, 'expired': 0, 'dead': 0}]");
    }

    private static JsonNode history() {
        return json("["
                + request("r3", "12:00:02", "ams-2", "https://shop.example/cart", "200", "null", 9.5) + ","
                + request("r2", "12:00:01", "fra-1", "http://a.example/missing", "404", "null", 21.9) + ","
                + request("r1", "12:00:00", "fra-1", "http://b.example/x", "null", "'target-connect'", 54.7) + "]");
    }

    static String request(
            String id, String time, String agent, String url, String status, String error, double milliseconds) {
        return "{'id': '" + id + "', 'kind': 'execute', 'time': '2026-11-22T" + time + ".000Z', 'agent_id': '" + agent
                + "', 'source_address': '2001:db8::1', 'method': 'GET', 'url': '" + url + "', 'status_code': " + status
                + ", 'error': " + error + ", 'duration_ms': " + milliseconds + ", 'replay_of': null}";
    }

    /** An event that a request ended well. */
    public static JsonNode completed(long number, String id, String time, String url) {
        return json("{'id': " + number + ", 'type': 'request.completed', 'time': '2026-11-22T" + time
                + ".500Z', 'source': '/n1', 'data': {'request_id': '" + id + "', 'kind': 'execute', 'method': 'GET',"
                + " 'url': '" + url + "', 'status_code': 200, 'error': null, 'agent_id': 'fra-1',"
                + " 'source_address': '2001:db8::1', 'duration_ms': 500.0}}");
    }

    /** JSON with the quotes that Java leaves alone. */
    public static JsonNode json(String text) {
        try {
            return text.isEmpty() ? MissingNode.getInstance() : new ObjectMapper().readTree(text.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new AssertionError(text, e);
        }
    }
}
