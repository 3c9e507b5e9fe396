package io.dispatcher.matrix;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.dispatcher.dispatch.DispatchRecord;
import io.dispatcher.dispatch.Failure;
import io.dispatcher.protocol.HeaderField;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Equal answers together, and in what the smaller groups differ from the largest. Answers are equal when status and body are; of each group the headers of the
 * first are kept. For one thread at a time.
 */
final class Comparison {
    /** These differ by themselves. */
    private static final Set<String> VOLATILE =
            Set.of("date", "age", "expires", "last-modified", "etag", "set-cookie", "x-request-id", "cf-ray");

    private static final JsonFactory JSON = new JsonFactory();
    private static final double MILLI = 1_000;

    private final Map<Likeness, Group> groups = new LinkedHashMap<>();
    private final List<Timed> times = new ArrayList<>();

    /** @param error tag of a failure, null with an answer */
    private record Likeness(
            @Nullable Integer status,
            @Nullable String sha256,
            @Nullable String error) {}

    private record Member(String agentId, @Nullable String address) {}

    private record Group(Likeness likeness, Map<String, String> headers, List<Member> members) {}

    private record Timed(double totalMs, Member member) {}

    void answered(Matrix.Cell cell, DispatchRecord story) {
        DispatchRecord.ResponsePart response = Objects.requireNonNull(story.response());
        Member member =
                new Member(cell.agentId(), story.sourceAddress() == null ? cell.address() : story.sourceAddress());
        add(new Likeness(story.statusCode(), sha256(response.body()), null), headers(response.headers()), member);
        times.add(new Timed(story.durationMs(), member));
    }

    void failed(Matrix.Cell cell, Failure failure) {
        add(new Likeness(null, null, failure.type().tag()), Map.of(), new Member(cell.agentId(), cell.address()));
    }

    private void add(Likeness likeness, Map<String, String> headers, Member member) {
        groups.computeIfAbsent(likeness, like -> new Group(like, headers, new ArrayList<>()))
                .members
                .add(member);
    }

    private static Map<String, String> headers(List<HeaderField> fields) {
        Map<String, String> headers = new TreeMap<>();
        for (HeaderField field : fields) {
            String name = field.name().toLowerCase(Locale.ROOT);
            if (!VOLATILE.contains(name)) {
                headers.merge(name, field.value(), (first, next) -> first + ", " + next);
            }
        }
        return headers;
    }

    private static String sha256(byte[] body) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** The summary. */
    MatrixOutput.Row json() {
        List<Group> largestFirst = new ArrayList<>(groups.values());
        largestFirst.sort(
                Comparator.comparingInt((Group group) -> group.members.size()).reversed());
        ByteArrayOutputStream out = new ByteArrayOutputStream(1_024);
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("type", "summary");
            json.writeArrayFieldStart("groups");
            for (Group group : largestFirst) {
                write(json, group);
            }
            json.writeEndArray();
            json.writeArrayFieldStart("differences");
            for (Group group : largestFirst.subList(1, largestFirst.size())) {
                difference(json, largestFirst.get(0), group);
            }
            json.writeEndArray();
            timings(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new MatrixOutput.Row("summary", out.toByteArray());
    }

    private static void write(JsonGenerator json, Group group) throws IOException {
        json.writeStartObject();
        if (group.likeness.status == null) {
            json.writeNullField("status_code");
        } else {
            json.writeNumberField("status_code", group.likeness.status);
        }
        json.writeStringField("body_sha256", group.likeness.sha256);
        json.writeStringField("error", group.likeness.error);
        members(json, group);
        json.writeEndObject();
    }

    private static void members(JsonGenerator json, Group group) throws IOException {
        json.writeArrayFieldStart("members");
        for (Member member : group.members) {
            json.writeStartObject();
            MatrixJson.member(json, member.agentId, member.address);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /** Only between answers: a failure differs in everything. */
    private static void difference(JsonGenerator json, Group most, Group other) throws IOException {
        json.writeStartObject();
        json.writeArrayFieldStart("in");
        if (!Objects.equals(most.likeness.error, other.likeness.error)) {
            json.writeString("error");
        }
        if (!Objects.equals(most.likeness.status, other.likeness.status)) {
            json.writeString("status_code");
        }
        if (!Objects.equals(most.likeness.sha256, other.likeness.sha256)) {
            json.writeString("body");
        }
        if (most.likeness.error == null && other.likeness.error == null) {
            Set<String> names = new TreeSet<>(most.headers.keySet());
            names.addAll(other.headers.keySet());
            for (String name : names) {
                if (!Objects.equals(most.headers.get(name), other.headers.get(name))) {
                    json.writeString("header " + name);
                }
            }
        }
        json.writeEndArray();
        members(json, other);
        json.writeEndObject();
    }

    /** Of those that were answered, from accepted to answered; nulls if none was. */
    private void timings(JsonGenerator json) throws IOException {
        times.sort(Comparator.comparingDouble(Timed::totalMs));
        json.writeObjectFieldStart("timings");
        timed(json, "fastest", times.isEmpty() ? null : times.get(0));
        timed(json, "median", times.isEmpty() ? null : times.get((times.size() - 1) / 2));
        timed(json, "slowest", times.isEmpty() ? null : times.get(times.size() - 1));
        json.writeEndObject();
    }

    private static void timed(JsonGenerator json, String name, @Nullable Timed timed) throws IOException {
        if (timed == null) {
            json.writeNullField(name);
            return;
        }
        json.writeObjectFieldStart(name);
        MatrixJson.member(json, timed.member.agentId, timed.member.address);
        json.writeNumberField("total_ms", Math.round(timed.totalMs * MILLI) / MILLI);
        json.writeEndObject();
    }
}
