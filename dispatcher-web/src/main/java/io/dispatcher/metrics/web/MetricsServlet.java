package io.dispatcher.metrics.web;

import io.dispatcher.metrics.DispatchMetrics;
import io.dispatcher.web.QueryParameters;
import io.dispatcher.web.ReadOnlyServlet;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;

/** {@code GET /metrics}: Prometheus text, or OpenMetrics where asked for. */
@WebServlet(urlPatterns = "/metrics", asyncSupported = true)
public class MetricsServlet extends ReadOnlyServlet {
    private static final long serialVersionUID = 1L;
    private static final ExpositionFormatWriter OPEN_METRICS = new OpenMetricsTextFormatWriter(false, true);
    private static final ExpositionFormatWriter PROMETHEUS = PrometheusTextFormatWriter.create();

    @Inject
    private transient DispatchMetrics metrics;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        QueryParameters.of(request, List.of());
        String accept = request.getHeader("Accept");
        ExpositionFormatWriter writer = accept != null && OPEN_METRICS.accepts(accept) ? OPEN_METRICS : PROMETHEUS;
        ByteArrayOutputStream text = new ByteArrayOutputStream(16 * 1024);
        writer.write(text, metrics.scrape(), EscapingScheme.DEFAULT);
        send(response, writer.getContentType(), text.toByteArray());
    }
}
