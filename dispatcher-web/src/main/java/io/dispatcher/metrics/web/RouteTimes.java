package io.dispatcher.metrics.web;

import com.fasterxml.jackson.databind.JsonNode;
import io.dispatcher.metrics.LatencyWindow;
import io.dispatcher.web.Json;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/** How long HTTP requests took and what they were answered, by route of our own description: bounded by it, whatever is asked for. Thread-safe. */
@ApplicationScoped
public class RouteTimes {
    private static final String OTHER = "other";
    private static final String TUNNEL = "/t/{upstream}/{path}";
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS");

    private final Map<String, String> plain = new HashMap<>();
    private final Map<String, List<Template>> templates = new HashMap<>();
    private final ConcurrentHashMap<String, Route> routes = new ConcurrentHashMap<>();
    private final AtomicLongArray classes = new AtomicLongArray(6);

    private record Route(LongAdder count, LatencyWindow latency) {}

    @PostConstruct
    void read() {
        try (InputStream description = RouteTimes.class.getResourceAsStream("/openapi.json")) {
            JsonNode all = Json.shared().readTree(description).path("paths");
            all.fieldNames().forEachRemaining(this::add);
        } catch (IOException e) {
            throw new IllegalStateException("openapi.json in the deployment is damaged", e);
        }
    }

    private void add(String path) {
        if (path.contains("{")) {
            int slash = path.indexOf('/', 1);
            templates
                    .computeIfAbsent(path.substring(0, slash), first -> new ArrayList<>())
                    .add(new Template(path, path.split("/")));
        } else {
            plain.put(path, path);
        }
    }

    /** The route's template; of what has none one name for all. */
    String route(String path) {
        String found = plain.get(path);
        if (found != null) {
            return found;
        }
        if (path.startsWith("/t/")) {
            return TUNNEL;
        }
        int slash = path.indexOf('/', 1);
        for (Template template : templates.getOrDefault(slash < 0 ? path : path.substring(0, slash), List.of())) {
            if (template.fits(path)) {
                return template.path;
            }
        }
        return OTHER;
    }

    /** A path of which some segments may be anything. */
    private record Template(String path, String[] steps) {
        boolean fits(String asked) {
            int from = 1;
            for (int i = 1; i < steps.length; i++) {
                int to = asked.indexOf('/', from);
                boolean last = i == steps.length - 1;
                if (last != (to < 0)) {
                    return false;
                }
                int end = last ? asked.length() : to;
                String step = steps[i];
                if (!step.startsWith("{") && !(end - from == step.length() && asked.startsWith(step, from))) {
                    return false;
                }
                from = end + 1;
            }
            return true;
        }
    }

    void add(String method, String route, int status, double milliseconds) {
        String name = (METHODS.contains(method) ? method : OTHER) + " " + route;
        Route known = routes.get(name);
        if (known == null) {
            known = routes.computeIfAbsent(name, n -> new Route(new LongAdder(), new LatencyWindow(System::nanoTime)));
        }
        known.count.increment();
        known.latency.record(milliseconds);
        classes.incrementAndGet(status >= 100 && status < 600 ? status / 100 : 0);
    }

    long total() {
        long total = 0;
        for (int i = 0; i < classes.length(); i++) {
            total += classes.get(i);
        }
        return total;
    }

    /** {@code 2xx} and so on; those that were are there. */
    Map<String, Long> statusClasses() {
        Map<String, Long> counts = new TreeMap<>();
        for (int i = 1; i < classes.length(); i++) {
            if (classes.get(i) > 0) {
                counts.put(i + "xx", classes.get(i));
            }
        }
        return counts;
    }

    Map<String, Object> json() {
        Map<String, Object> all = new TreeMap<>();
        routes.forEach((name, route) -> {
            double[] percentiles = route.latency.percentiles(.5, .95, .99);
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("count", route.count.sum());
            one.put("p50_ms", Stats.rounded(percentiles[0]));
            one.put("p95_ms", Stats.rounded(percentiles[1]));
            one.put("p99_ms", Stats.rounded(percentiles[2]));
            all.put(name, one);
        });
        return all;
    }
}
