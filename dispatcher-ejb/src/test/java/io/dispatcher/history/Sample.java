package io.dispatcher.history;

import io.dispatcher.dispatch.DispatchKind;
import io.dispatcher.dispatch.DispatchRecord;
import io.dispatcher.dispatch.Failure;
import io.dispatcher.dispatch.FailureType;
import io.dispatcher.dispatch.LateAnswer;
import io.dispatcher.protocol.HeaderField;
import io.dispatcher.protocol.WorkTimings;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Dispatches for tests. */
public final class Sample {
    private final UUID id;
    private final Instant time;
    private String agent = "agent-01";
    private String source = "2001:db8::1";
    private String method = "GET";
    private String url = "http://target.example/path";
    private Integer status = 200;
    private Failure failure;
    private String type = "text/plain";
    private byte[] body = "hello".getBytes(StandardCharsets.UTF_8);
    private long bodySize = -1;
    private DispatchKind kind = DispatchKind.EXECUTE;
    private byte[] asked = new byte[0];
    private long askedSize;
    private List<DispatchRecord.Hop> hops =
            List.of(new DispatchRecord.Hop("accepted", 0, null), new DispatchRecord.Hop("answered", 5.1, "agent-01"));
    private DispatchRecord.@Nullable TunnelPart tunnel;

    private Sample(UUID id, Instant time) {
        this.id = id;
        this.time = time;
    }

    private static UUID random(Instant time) {
        long random = ThreadLocalRandom.current().nextLong();
        return new UUID(
                (time.toEpochMilli() << 16) | 0x7000L | (random & 0xFFF),
                0x8000_0000_0000_0000L | (ThreadLocalRandom.current().nextLong() >>> 2));
    }

    public static Sample at(Instant time) {
        return new Sample(random(time), time);
    }

    public static Sample of(UUID id, Instant time) {
        return new Sample(id, time);
    }

    public UUID id() {
        return id;
    }

    public Sample agent(String value) {
        agent = value;
        return this;
    }

    public Sample source(String value) {
        source = value;
        return this;
    }

    public Sample method(String value) {
        method = value;
        return this;
    }

    public Sample url(String value) {
        url = value;
        return this;
    }

    public Sample status(int value) {
        status = value;
        return this;
    }

    public Sample body(byte[] value) {
        body = value;
        return this;
    }

    public Sample type(String value) {
        type = value;
        return this;
    }

    public Sample failed(FailureType type) {
        status = null;
        failure = new Failure(type, "it did not work");
        return this;
    }

    /** Through a tunnel to upstream shop, with a body of four bytes. */
    public Sample tunnel(@Nullable String upstreamReqId, DispatchRecord.Hop... passed) {
        kind = DispatchKind.TUNNEL;
        url = "upstream://shop/buy?x=1";
        method = "POST";
        asked = "four".getBytes(StandardCharsets.UTF_8);
        askedSize = asked.length;
        hops = List.of(passed);
        tunnel = new DispatchRecord.TunnelPart(upstreamReqId, 30, 60);
        return this;
    }

    /** Its request's body was streamed. @param size -1: not all of it passed */
    public Sample upload(long size) {
        asked = new byte[0];
        askedSize = size;
        return this;
    }

    /** The answer's body was streamed. */
    public Sample download(long size) {
        body = new byte[0];
        bodySize = size;
        return this;
    }

    /** An answer of agent a1 to it. */
    public LateAnswer late(Instant when) {
        return late(when, "a1");
    }

    public LateAnswer late(Instant when, String by) {
        return new LateAnswer(
                id,
                when,
                by,
                source,
                200,
                new DispatchRecord.ResponsePart("HTTP/1.1", List.of(), body, false, body.length, null),
                body.length,
                new WorkTimings(0.1, 1.2, 0, 3.4, 5.1));
    }

    public DispatchRecord build() {
        return new DispatchRecord(
                id,
                kind,
                time,
                null,
                agent,
                source,
                method,
                url,
                status,
                failure,
                0.4,
                5.1,
                1,
                null,
                false,
                new DispatchRecord.RequestPart(
                        List.of(
                                new HeaderField("accept", "application/json"),
                                new HeaderField("authorization", "Bearer secret"),
                                new HeaderField("Dispatcher-Client-Id", "laptop"),
                                new HeaderField("Dispatcher-Client-Req-Id", "c-1")),
                        asked,
                        askedSize,
                        30,
                        true,
                        true),
                failure != null
                        ? null
                        : new DispatchRecord.ResponsePart(
                                "HTTP/1.1",
                                List.of(
                                        new HeaderField("content-type", type),
                                        new HeaderField("date", "Sun, 01 Mar 2026 12:00:00 GMT"),
                                        new HeaderField("content-length", "5"),
                                        new HeaderField("server", "target")),
                                body,
                                false,
                                bodySize < 0 ? body.length : bodySize,
                                null),
                new WorkTimings(0.1, 1.2, 0, 3.4, 5.1),
                hops,
                tunnel);
    }
}
