package io.dispatcher.metrics.web;

import io.dispatcher.metrics.DispatchMetrics;
import io.dispatcher.web.QueryParameters;
import io.dispatcher.web.ReadOnlyServlet;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** {@code GET /metrics}: Prometheus text. */
@WebServlet(urlPatterns = "/metrics", asyncSupported = true)
public class MetricsServlet extends ReadOnlyServlet {
    private static final long serialVersionUID = 1L;
    private static final ExpositionFormatWriter PROMETHEUS = PrometheusTextFormatWriter.create();

    /** The contract's name, which the library refuses for a gauge. */
    private static final String AGENTS_TOTAL = "# HELP http_dispatcher_agents_total Agents registered and not removed\n"
            + "# TYPE http_dispatcher_agents_total gauge\n"
            + "http_dispatcher_agents_total ";

    @Inject
    private transient DispatchMetrics metrics;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        QueryParameters.of(request, List.of());
        ByteArrayOutputStream text = new ByteArrayOutputStream(16 * 1024);
        PROMETHEUS.write(text, metrics.scrape(), EscapingScheme.DEFAULT);
        String agents = AGENTS_TOTAL + metrics.sources().agentsTotal() + "\n";
        text.write(agents.getBytes(StandardCharsets.UTF_8));
        send(response, PROMETHEUS.getContentType(), text.toByteArray());
    }
}
