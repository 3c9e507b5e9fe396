package io.dispatcher.mocks;

import java.util.List;
import java.util.stream.Stream;

/** The product's own routes: those of the API and of ping, not those of the built-in target. */
final class ReservedPaths {
    private static final List<String[]> ROUTES = Stream.of(
                    "/api/execute",
                    "/api/execute/explain",
                    "/api/execute/matrix",
                    "/api/requests/*",
                    "/api/agents",
                    "/api/agents/register",
                    "/api/agents/*",
                    "/api/agents/*/drain",
                    "/api/agents/*/resume",
                    "/conns",
                    "/ws",
                    "/ws/ping-tasks/*",
                    "/streams/**",
                    "/api/config/request",
                    "/api/pool/status",
                    "/api/stats",
                    "/api/history",
                    "/api/history/*",
                    "/api/replay/*",
                    "/api/upstreams",
                    "/api/upstreams/*/maintenance",
                    "/t/**",
                    "/api/mocks",
                    "/api/mocks/reset",
                    "/api/mocks/from-history/*",
                    "/api/mocks/*",
                    "/api/targets",
                    "/api/targets/*",
                    "/api/proxy/request",
                    "/api/scenarios",
                    "/api/scenarios/*",
                    "/api/scenarios/*/run",
                    "/api/scenarios/*/runs",
                    "/api/scenarios/runs/*",
                    "/api/events/snapshot",
                    "/api/events/stream",
                    "/api/playground/state",
                    "/api/monitors",
                    "/api/monitors/*",
                    "/api/monitors/*/results",
                    "/api/monitors/*/pause",
                    "/api/monitors/*/resume",
                    "/api/session",
                    "/api/stats/series",
                    "/api/stats/agents",
                    "/api/stats/agents/*",
                    "/api/queues",
                    "/api/dead-letters",
                    "/api/dead-letters/*",
                    "/api/dead-letters/*/retry",
                    "/api/expired",
                    "/api/expired/*",
                    "/api/callbacks/secret",
                    "/api/tokens",
                    "/api/tokens/*",
                    "/metrics",
                    "/_metrics",
                    "/health",
                    "/health/*",
                    "/openapi",
                    "/console/**",
                    "/playground/**",
                    "/ping-task",
                    "/api/ping-tasks/*")
            .map(PathPattern::segments)
            .toList();

    private ReservedPaths() {}

    /** A request's path. */
    static boolean covers(String[] segments) {
        for (String[] route : ROUTES) {
            if (covers(route, segments)) {
                return true;
            }
        }
        return false;
    }

    private static boolean covers(String[] route, String[] segments) {
        for (int i = 0; i < route.length; i++) {
            if (route[i].equals("**")) {
                return true;
            }
            if (i == segments.length || !route[i].equals("*") && !route[i].equals(segments[i])) {
                return false;
            }
        }
        return route.length == segments.length;
    }

    /** A pattern that says the words of such a route. One that is merely wide enough is not refused: such a route comes before it. */
    static boolean names(PathPattern pattern) {
        return ROUTES.stream().anyMatch(route -> names(route, pattern));
    }

    private static boolean names(String[] route, PathPattern pattern) {
        List<PathPattern.Part> parts = pattern.parts();
        for (int i = 0; i < route.length; i++) {
            if (route[i].equals("**")) {
                return true;
            }
            if (i == parts.size()) {
                return false;
            }
            if (!route[i].equals("*") && !route[i].equals(parts.get(i).literal())) {
                return false;
            }
        }
        return parts.size() == route.length;
    }

    /** Whether a request for such a route may fit it. */
    static boolean overlap(PathPattern pattern) {
        return ROUTES.stream().anyMatch(route -> overlaps(route, pattern));
    }

    private static boolean overlaps(String[] route, PathPattern pattern) {
        List<PathPattern.Part> parts = pattern.parts();
        for (int i = 0; i < route.length; i++) {
            if (route[i].equals("**") || i == parts.size()) {
                return route[i].equals("**") || pattern.rest();
            }
            String literal = parts.get(i).literal();
            if (literal != null && !route[i].equals("*") && !route[i].equals(literal)) {
                return false;
            }
        }
        return parts.size() == route.length || pattern.rest() && parts.size() <= route.length;
    }
}
