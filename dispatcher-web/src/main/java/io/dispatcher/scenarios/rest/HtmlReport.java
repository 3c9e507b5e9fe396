package io.dispatcher.scenarios.rest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** A run as a page by itself: no script, nothing that is loaded. */
final class HtmlReport {
    private static final String STYLE =
            "body{font:15px sans-serif;margin:2em;max-width:70em}table{border-collapse:collapse}"
                    + "td,th{border:1px solid #ccc;padding:.3em .6em;text-align:left;vertical-align:top}"
                    + ".passed{color:#176f2c}.failed,.error{color:#b3261e}.skipped,.cancelled{color:#666}pre{margin:0;white-space:pre-wrap}";

    private HtmlReport() {}

    static String of(JsonNode report) {
        StringBuilder page = new StringBuilder(4096);
        String name = escaped(report.path("name").asText());
        page.append("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>")
                .append(name)
                .append("</title><style>")
                .append(STYLE)
                .append("</style></head><body>\n<h1>")
                .append(name)
                .append(": ")
                .append(status(report))
                .append("</h1>\n<dl>");
        for (String member : List.of("run_id", "scenario_id", "seed", "started_at", "finished_at", "error")) {
            if (report.hasNonNull(member)) {
                page.append("<dt>")
                        .append(member.replace('_', ' '))
                        .append("</dt><dd>")
                        .append(escaped(report.path(member).asText()))
                        .append("</dd>");
            }
        }
        page.append("</dl>\n<table><thead><tr><th>Row</th><th>Step</th><th>Result</th><th>From</th><th>Status</th>")
                .append("<th>Tries</th><th>ms</th><th>Assertions</th></tr></thead><tbody>\n");
        report.path("steps").forEach(step -> step(page, step));
        return page.append("</tbody></table>\n</body></html>\n").toString();
    }

    private static String status(JsonNode of) {
        String status = escaped(of.path("status").asText());
        return "<span class=\"" + status + "\">" + status + "</span>";
    }

    private static void step(StringBuilder page, JsonNode step) {
        JsonNode results = step.path("results");
        String start = "<tr><td>" + step.path("row").asInt() + "</td><td>"
                + escaped(step.path("name").asText()) + "</td><td>" + status(step) + "</td>";
        if (results.isEmpty()) {
            page.append(start).append("<td></td><td></td><td></td><td></td><td>");
            page.append(escaped(step.path("error").asText(""))).append("</td></tr>\n");
        }
        for (JsonNode result : results) {
            JsonNode response = result.path("response");
            boolean answered = response.isObject();
            page.append(start)
                    .append("<td>")
                    .append(escaped(result.path("agent_id").asText("")))
                    .append("</td><td>")
                    .append(escaped(
                            answered
                                    ? response.path("status_code").asText()
                                    : result.path("problem").path("type").asText()))
                    .append("</td><td>")
                    .append(result.path("attempts").asInt())
                    .append("</td><td>")
                    .append(escaped(response.path("timings").path("total_ms").asText("")))
                    .append("</td><td>");
            result.path("assertions").forEach(assertion -> assertion(page, assertion));
            page.append("</td></tr>\n");
        }
    }

    private static void assertion(StringBuilder page, JsonNode assertion) {
        boolean passed = assertion.path("passed").asBoolean();
        page.append("<pre class=\"")
                .append(passed ? "passed" : "failed")
                .append("\">")
                .append(escaped(assertion.path("type").asText() + " "
                        + (passed
                                ? assertion.path("expected").toString()
                                : "expected " + assertion.path("expected") + ", was " + assertion.path("actual"))))
                .append("</pre>");
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
