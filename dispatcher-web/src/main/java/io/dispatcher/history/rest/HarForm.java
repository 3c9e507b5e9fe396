package io.dispatcher.history.rest;

import io.dispatcher.history.History;
import io.dispatcher.web.Json;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A record as an HTTP Archive 1.2, as browsers' tools read it. */
final class HarForm {
    private HarForm() {}

    static Map<String, Object> of(WholeRecord whole) {
        return Map.of("log", log(List.of(whole)));
    }

    /** A page, newest first; where the next one begins is a member of our own. */
    static Map<String, Object> of(History.WholePage page) {
        Map<String, Object> log =
                log(page.records().stream().map(WholeRecord::of).toList());
        log.put("_next_cursor", page.nextCursor());
        return Map.of("log", log);
    }

    private static Map<String, Object> log(List<WholeRecord> records) {
        Map<String, Object> log = new LinkedHashMap<>();
        log.put("version", "1.2");
        log.put("creator", Map.of("name", "dispatcher", "version", "1.0.0"));
        log.put("entries", records.stream().map(HarForm::entry).toList());
        return log;
    }

    private static Map<String, Object> entry(WholeRecord whole) {
        WholeRecord.Timings took = whole.timings();
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("startedDateTime", Json.time(whole.item().time()));
        entry.put("time", whole.item().durationMs());
        entry.put("request", request(whole.request()));
        entry.put("response", response(whole));
        entry.put("cache", Map.of());
        Map<String, Object> timings = new LinkedHashMap<>();
        timings.put("blocked", took.queueMs());
        timings.put("dns", took.dnsMs());
        timings.put("connect", took.connectMs());
        timings.put("ssl", took.tlsMs());
        timings.put("send", 0);
        timings.put("wait", took.firstByteMs());
        timings.put("receive", Math.max(0, took.totalMs() - took.firstByteMs()));
        entry.put("timings", timings);
        entry.put("comment", comment(whole));
        return entry;
    }

    private static Map<String, Object> request(WholeRecord.Asked asked) {
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("method", asked.method());
        request.put("url", asked.url());
        request.put("httpVersion", "HTTP/1.1");
        request.put("cookies", List.of());
        request.put("headers", pairs(asked.headers()));
        request.put("queryString", query(asked.url()));
        String text = asked.body() == null ? asked.bodyBase64() : asked.body();
        if (text != null && !text.isEmpty()) {
            Map<String, Object> posted = new LinkedHashMap<>();
            posted.put("mimeType", first(asked.headers(), "Content-Type"));
            posted.put("text", text);
            if (asked.body() == null) {
                posted.put("encoding", "base64");
            }
            request.put("postData", posted);
        }
        request.put("headersSize", -1);
        request.put("bodySize", -1);
        return request;
    }

    private static Map<String, Object> response(WholeRecord whole) {
        WholeRecord.@Nullable Answered answered = whole.response();
        Map<String, Object> response = new LinkedHashMap<>();
        response.put("status", answered == null || answered.statusCode() == null ? 0 : answered.statusCode());
        response.put(
                "statusText", answered == null ? String.valueOf(whole.item().error()) : "");
        response.put("httpVersion", answered == null ? "" : answered.httpVersion());
        response.put("cookies", List.of());
        response.put("headers", answered == null ? List.of() : pairs(answered.headers()));
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("size", answered == null ? 0 : answered.sizeBytes());
        content.put("mimeType", answered == null ? "" : first(answered.headers(), "Content-Type"));
        if (answered != null) {
            content.put("text", answered.body() == null ? answered.bodyBase64() : answered.body());
            if (answered.body() == null) {
                content.put("encoding", "base64");
            }
        }
        response.put("content", content);
        response.put("redirectURL", answered == null ? "" : first(answered.headers(), "Location"));
        response.put("headersSize", -1);
        response.put("bodySize", answered == null ? 0 : answered.sizeBytes());
        return response;
    }

    private static String comment(WholeRecord whole) {
        return "request " + whole.item().id() + ", agent " + whole.item().agentId() + ", source address "
                + whole.item().sourceAddress();
    }

    private static List<Map<String, String>> pairs(Map<String, List<String>> headers) {
        List<Map<String, String>> pairs = new ArrayList<>();
        headers.forEach((name, values) -> values.forEach(value -> pairs.add(pair(name, value))));
        return pairs;
    }

    private static List<Map<String, String>> query(String url) {
        List<Map<String, String>> pairs = new ArrayList<>();
        String query;
        try {
            query = URI.create(url).getRawQuery();
        } catch (IllegalArgumentException e) {
            return pairs;
        }
        if (query == null || query.isEmpty()) {
            return pairs;
        }
        for (String part : query.split("&")) {
            int equals = part.indexOf('=');
            pairs.add(
                    equals < 0
                            ? pair(decoded(part), "")
                            : pair(decoded(part.substring(0, equals)), decoded(part.substring(equals + 1))));
        }
        return pairs;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }

    private static Map<String, String> pair(String name, String value) {
        Map<String, String> pair = new LinkedHashMap<>();
        pair.put("name", name);
        pair.put("value", value);
        return pair;
    }

    private static String first(Map<String, List<String>> headers, String name) {
        return headers.entrySet().stream()
                .filter(header -> header.getKey().equalsIgnoreCase(name))
                .flatMap(header -> header.getValue().stream())
                .findFirst()
                .orElse("");
    }
}
