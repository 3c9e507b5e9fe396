package io.dispatcher.events;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import io.dispatcher.dispatch.DispatchRecord;
import io.dispatcher.history.HistoryDetail;
import io.dispatcher.history.StoredRecord;
import io.dispatcher.protocol.HeaderField;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request that went through a tunnel, as the log keeps it beside its end: what {@link TunnelHops} makes the events of its hops of. Without secrets and
 * bodies.
 *
 * @param acceptedMs since the epoch
 * @param error last part of the problem type, null with an answer
 * @param failureDetail null with an answer
 * @param agentId that had it last, null if none had
 * @param answer null without one
 */
record TunnelStory(
        String requestId,
        long acceptedMs,
        double durationMs,
        String method,
        String url,
        @Nullable String error,
        @Nullable String failureDetail,
        @Nullable String agentId,
        HistoryDetail.Tunnel tunnel,
        List<HeaderField> headers,
        Body body,
        @Nullable Answer answer,
        List<DispatchRecord.Hop> hops) {
    private static final CBORMapper MAPPER = CBORMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();
    private static final ObjectWriter WRITER = MAPPER.writerFor(TunnelStory.class);
    private static final ObjectReader READER = MAPPER.readerFor(TunnelStory.class);

    /**
     * What is told of a body.
     *
     * @param size null: not all of it has passed
     * @param sha256 null: it did not go with order or reply, but streamed
     */
    record Body(@Nullable Long size, @Nullable String sha256) {
        /** Of one that is still to come. */
        static final Body TO_COME = new Body(null, null);

        static Body of(byte[] kept, long size) {
            return new Body(size < 0 ? null : size, size == kept.length ? digest(kept) : null);
        }

        boolean streamed() {
            return sha256 == null;
        }
    }

    record Answer(int statusCode, List<HeaderField> headers, Body body) {}

    /** @return null if the record says nothing of a tunnel's hops */
    static @Nullable TunnelStory of(StoredRecord record) throws IOException {
        HistoryDetail detail = HistoryDetail.decode(record.detail());
        HistoryDetail.Tunnel tunnel = detail.tunnel();
        if (tunnel == null || !detail.complete()) {
            return null;
        }
        HistoryDetail.Request request = detail.request();
        HistoryDetail.Response response = detail.response();
        return new TunnelStory(
                record.id().toString(),
                record.timeMs(),
                record.durationMs(),
                record.method(),
                record.url(),
                record.error(),
                detail.failureDetail(),
                record.agentId(),
                tunnel,
                request.headers(),
                Body.of(request.body(), request.bodySize()),
                response == null
                        ? null
                        : new Answer(
                                record.statusCode(),
                                response.headers(),
                                Body.of(response.body(), response.sizeBytes())),
                detail.hops());
    }

    byte[] encode() {
        try {
            return WRITER.writeValueAsBytes(this);
        } catch (IOException e) {
            throw new IllegalStateException("plain values always encode", e);
        }
    }

    /** @throws IOException if it is not what {@link #encode} wrote */
    static TunnelStory decode(byte[] encoded) throws IOException {
        return READER.readValue(encoded);
    }

    private static String digest(byte[] body) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
