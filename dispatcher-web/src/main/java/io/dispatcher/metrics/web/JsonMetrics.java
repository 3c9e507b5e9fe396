package io.dispatcher.metrics.web;

import io.dispatcher.config.Settings;
import io.dispatcher.metrics.DispatchMetrics;
import io.dispatcher.metrics.HttpMetrics;
import io.dispatcher.playground.rest.PlaygroundPart;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.LinkedHashMap;
import java.util.Map;

/** This node's HTTP traffic; error classes are those of what it dispatched. */
@ApplicationScoped
public class JsonMetrics implements PlaygroundPart {
    @Inject
    private DispatchMetrics metrics;

    @Inject
    private HttpMetrics http;

    @Inject
    private Settings settings;

    @Inject
    private RouteTimes routes;

    @Override
    public String name() {
        return "metrics";
    }

    @Override
    public Map<String, Object> state() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("uptime_s", Stats.rounded(metrics.uptimeSeconds()));
        all.put("engine", settings.server().engine());
        all.put("connections", Connections.json());
        all.put("requests_total", routes.total());
        all.put("requests_rejected", http.rejectedSoFar());
        all.put("status_classes", routes.statusClasses());
        all.put("error_classes", metrics.traffic().byError());
        all.put("routes", routes.json());
        return all;
    }
}
