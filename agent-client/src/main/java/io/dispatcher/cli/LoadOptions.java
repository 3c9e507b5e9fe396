package io.dispatcher.cli;

import io.dispatcher.load.LoadPlan;
import io.dispatcher.load.LoadResult;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What load is made of, and what it may come to; shared by {@code load} and {@code load compare}. */
final class LoadOptions {
    @Option(names = "--concurrency", paramLabel = "N", description = "Connections (default ${DEFAULT-VALUE}).")
    int concurrency = 50;

    @Option(names = "--duration", paramLabel = "S", description = "Seconds (default ${DEFAULT-VALUE}).")
    double duration = 10;

    @Option(
            names = "--keepalive",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "Keep connections (default), or open one for each request.")
    boolean keepAlive = true;

    @Option(
            names = "--pipeline-depth",
            paramLabel = "N",
            description = "Requests under way on a connection (default ${DEFAULT-VALUE}).")
    int pipelineDepth = 1;

    @Option(
            names = "--rate",
            paramLabel = "N",
            description =
                    "Requests a second, whatever the server does: then latency counts from when a request was due. "
                            + "Without it each connection sends again when it is answered.")
    double rate;

    @Option(names = "--path", paramLabel = "P", description = "Path and query instead of the URL's.")
    @Nullable
    String path;

    @Option(
            names = {"-X", "--method"},
            paramLabel = "M",
            description = "The method (default GET; POST with -d).")
    @Nullable
    String method;

    @Option(
            names = {"-H", "--header"},
            paramLabel = "NAME:VALUE",
            description = "A header; repeatable.")
    List<String> headers = new ArrayList<>();

    @Option(
            names = {"-d", "--data"},
            paramLabel = "BODY",
            description = "The body.")
    String data = "";

    @Option(
            names = "--slow-clients",
            paramLabel = "N",
            description = "Besides, so many connections that send a request byte by byte.")
    int slowClients;

    @Option(names = "--max-error-rate", paramLabel = "R", description = "More is exit code 4: 0.01 or 1%%.")
    @Nullable
    String maxErrorRate;

    @Option(names = "--max-p95-ms", paramLabel = "MS", description = "More is exit code 4.")
    @Nullable
    Double maxP95;

    @Option(names = "--max-p99-ms", paramLabel = "MS", description = "More is exit code 4.")
    @Nullable
    Double maxP99;

    @Option(names = "--min-rps", paramLabel = "N", description = "Fewer answers a second are exit code 4.")
    @Nullable
    Double minRps;

    LoadPlan plan(URI url) {
        if (!"http".equals(url.getScheme()) || url.getHost() == null || url.getRawFragment() != null) {
            throw new IllegalArgumentException("'" + url + "' is not a URL like http://127.0.0.1:8000/");
        }
        if (concurrency < 1 || concurrency > 20_000 || pipelineDepth < 1 || pipelineDepth > 1_000) {
            throw new IllegalArgumentException(
                    "--concurrency must be from 1 to 20000, --pipeline-depth from 1 to 1000");
        }
        if (!(duration > 0 && duration <= 86_400) || !(rate >= 0 && rate <= 1e6)) {
            throw new IllegalArgumentException("--duration must be from 0 to 86400 s, --rate from 0 to 1000000");
        }
        List<String> lines = new ArrayList<>();
        for (String header : headers) {
            if (header.indexOf(':') < 1 || header.chars().anyMatch(c -> c < ' ')) {
                throw new IllegalArgumentException("--header: '" + header + "' is not NAME:VALUE");
            }
            lines.add(header);
        }
        byte[] body = data.getBytes(StandardCharsets.UTF_8);
        return new LoadPlan(
                path == null ? url : url.resolve(path),
                method == null ? (body.length > 0 ? "POST" : "GET") : method,
                lines,
                body,
                concurrency,
                Duration.ofMillis((long) (duration * 1000)),
                keepAlive,
                pipelineDepth,
                rate,
                slowClients);
    }

    /** What it was not to come to; empty if all is well. */
    List<String> broken(LoadResult result) {
        List<String> broken = new ArrayList<>();
        double most = errorRate(1);
        if (result.errorRate() > most) {
            broken.add(String.format(
                    java.util.Locale.ROOT, "error rate %.2f %% > %.2f %%", result.errorRate() * 100, most * 100));
        }
        over("p95", result.percentile(95), maxP95, broken);
        over("p99", result.percentile(99), maxP99, broken);
        if (minRps != null && result.rps() < minRps) {
            broken.add(String.format(java.util.Locale.ROOT, "%.0f requests/s < %.0f", result.rps(), minRps));
        }
        return broken;
    }

    private static void over(String what, double millis, @Nullable Double most, List<String> broken) {
        if (most != null && millis > most) {
            broken.add(String.format(java.util.Locale.ROOT, "%s %.1f ms > %.1f ms", what, millis, most));
        }
    }

    double errorRate(double byDefault) {
        if (maxErrorRate == null) {
            return byDefault;
        }
        try {
            return maxErrorRate.endsWith("%")
                    ? Double.parseDouble(maxErrorRate.substring(0, maxErrorRate.length() - 1)) / 100
                    : Double.parseDouble(maxErrorRate);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("--max-error-rate: '" + maxErrorRate + "' is neither 0.01 nor 1%");
        }
    }
}
