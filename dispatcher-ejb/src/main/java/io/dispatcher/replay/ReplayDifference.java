package io.dispatcher.replay;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dispatcher.dispatch.DispatchRecord;
import io.dispatcher.history.History;
import io.dispatcher.history.HistoryDetail;
import io.dispatcher.history.HistoryItem;
import io.dispatcher.history.Redaction;
import io.dispatcher.protocol.HeaderField;
import io.dispatcher.protocol.WorkTimings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What the answer to a replay differs in from the record's, as JSON. */
final class ReplayDifference {
    private ReplayDifference() {}

    /** @param after of a dispatch that was answered */
    static ObjectNode of(History.Whole before, DispatchRecord after) {
        HistoryDetail.Response old = before.detail().response();
        DispatchRecord.ResponsePart fresh = Objects.requireNonNull(after.response());
        ObjectNode diff = JsonNodeFactory.instance.objectNode();
        status(before.item(), after, diff);
        headers(old == null ? List.of() : old.headers(), fresh.headers(), diff);
        diff.set("body", BodyDifference.of(old, fresh.body()));
        timings(before, after, diff.putObject("timings"));
        return diff;
    }

    private static void status(HistoryItem before, DispatchRecord after, ObjectNode into) {
        if (Objects.equals(before.statusCode(), after.statusCode())) {
            into.putNull("status");
            return;
        }
        ObjectNode status = into.putObject("status");
        if (before.statusCode() == null) {
            status.put("before", before.error());
        } else {
            status.put("before", before.statusCode());
        }
        status.put("after", after.statusCode());
    }

    private static void headers(List<HeaderField> before, List<HeaderField> after, ObjectNode into) {
        Map<String, List<String>> old = byName(before);
        Map<String, List<String>> fresh = byName(after);
        TreeSet<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        names.addAll(old.keySet());
        names.addAll(fresh.keySet());
        ArrayNode different = into.putArray("headers");
        ArrayNode unknown = JsonNodeFactory.instance.arrayNode();
        for (String name : names) {
            List<String> one = old.get(name);
            List<String> other = fresh.get(name);
            if (one != null && other != null && Redaction.isSecret(name)) {
                unknown.add(name);
            } else if (!Objects.equals(one, other)) {
                ObjectNode header = different.addObject().put("name", name);
                header.set("before", shown(name, one));
                header.set("after", shown(name, other));
            }
        }
        into.set("headers_not_compared", unknown);
    }

    private static ArrayNode shown(String name, @Nullable List<String> values) {
        ArrayNode shown = JsonNodeFactory.instance.arrayNode();
        if (values == null) {
            return shown;
        }
        values.forEach(value -> shown.add(Redaction.isSecret(name) ? Redaction.MARK : value));
        return shown;
    }

    private static Map<String, List<String>> byName(List<HeaderField> headers) {
        Map<String, List<String>> byName = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.forEach(header ->
                byName.computeIfAbsent(header.name(), name -> new ArrayList<>()).add(header.value()));
        return byName;
    }

    private static void timings(History.Whole before, DispatchRecord after, ObjectNode into) {
        WorkTimings old = before.detail().timings();
        WorkTimings fresh = after.timings();
        pair("queue_ms", before.detail().queueMs(), after.queueMs(), into);
        pair("dns_ms", old.dnsMs(), fresh.dnsMs(), into);
        pair("connect_ms", old.connectMs(), fresh.connectMs(), into);
        pair("tls_ms", old.tlsMs(), fresh.tlsMs(), into);
        pair("first_byte_ms", old.firstByteMs(), fresh.firstByteMs(), into);
        pair("total_ms", before.item().durationMs(), after.durationMs(), into);
    }

    private static void pair(String name, double before, double after, ObjectNode into) {
        into.putObject(name).put("before", rounded(before)).put("after", rounded(after));
    }

    private static double rounded(double milliseconds) {
        return Math.round(milliseconds * 1000) / 1000.0;
    }
}
