package io.dispatcher.metrics.web;

import io.dispatcher.metrics.DispatchMetrics;
import io.dispatcher.metrics.Traffic;
import io.dispatcher.web.Json;
import io.dispatcher.web.QueryParameters;
import io.dispatcher.web.ReadOnlyServlet;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code GET /_metrics}: the traffic in JSON. The container does not tell its connections and refusals, so those members are null; routes are
 * the ones that execute.
 */
@WebServlet(urlPatterns = "/_metrics", asyncSupported = true)
public class JsonMetricsServlet extends ReadOnlyServlet {
    private static final long serialVersionUID = 1L;

    @Inject
    private transient DispatchMetrics metrics;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        QueryParameters.of(request, List.of());
        Traffic traffic = metrics.traffic();
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("uptime_s", Stats.rounded(metrics.uptimeSeconds()));
        all.put("engine", "payara");
        Map<String, Object> connections = new LinkedHashMap<>();
        connections.put("active", null);
        connections.put("total", null);
        connections.put("rejected", null);
        all.put("connections", connections);
        long total = traffic.succeeded() + traffic.failed();
        all.put("requests_total", total);
        all.put("status_classes", traffic.answerClasses());
        all.put("error_classes", traffic.byError());
        all.put("routes", total == 0 ? Map.of() : Map.of("POST /api/execute", route(traffic, total)));
        send(response, "application/json", Json.write(all));
    }

    private static Map<String, Object> route(Traffic traffic, long total) {
        double[] percentiles = traffic.latency().percentiles(.5, .95, .99);
        Map<String, Object> route = new LinkedHashMap<>();
        route.put("count", total);
        route.put("p50_ms", Stats.rounded(percentiles[0]));
        route.put("p95_ms", Stats.rounded(percentiles[1]));
        route.put("p99_ms", Stats.rounded(percentiles[2]));
        return route;
    }
}
