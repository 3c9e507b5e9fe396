package io.dispatcher.history;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import io.dispatcher.dispatch.DispatchRecord;
import io.dispatcher.dispatch.LateAnswer;
import io.dispatcher.protocol.HeaderField;
import io.dispatcher.protocol.PeerCertificate;
import io.dispatcher.protocol.TunnelIds;
import io.dispatcher.protocol.WorkTimings;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;
import org.jspecify.annotations.Nullable;

/**
 * The part of a record nobody searches by, as one blob: first byte 0 = CBOR, 2 = its length in four bytes and CBOR by LZ4. Bodies over
 * {@value #MAX_BODY} bytes ({@value #MAX_TUNNEL_BODY} of tunnels) are cut and flagged.
 *
 * @param failureDetail null with an answer
 * @param tunnel null where the request went through none
 * @param complete false if bodies and hops were left out because the recorder could not keep up
 */
public record HistoryDetail(
        Request request,
        @Nullable Response response,
        @Nullable String failureDetail,
        double queueMs,
        WorkTimings timings,
        List<DispatchRecord.Hop> hops,
        boolean complete,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Tunnel tunnel) {

    /** Longest part of a body that is kept. */
    public static final int MAX_BODY = 64 * 1024;

    /** The same of a body that went through a tunnel: traffic, of which this much is enough to recognise it. */
    static final int MAX_TUNNEL_BODY = 2 * 1024;

    /** Below this, compressing costs more than the bytes do. */
    private static final int COMPRESS_FROM = 4 * 1024;

    private static final int MAX_DECOMPRESSED = 4 * 1024 * 1024;
    private static final byte LZ4_BLOCK = 2;
    /** Of the first byte and the length. */
    private static final int LZ4_HEAD = 5;
    /** Without native code: that would have to be unpacked into a folder of its own. */
    private static final LZ4Factory LZ4 = LZ4Factory.safeInstance();

    private static final CBORMapper MAPPER = CBORMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();
    private static final ObjectWriter WRITER = MAPPER.writerFor(HistoryDetail.class);
    private static final ObjectReader READER = MAPPER.readerFor(HistoryDetail.class);

    /**
     * What was asked, without secrets.
     *
     * @param bodySize of the whole body; negative: not all of it has passed
     */
    public record Request(
            List<HeaderField> headers,
            byte[] body,
            long bodySize,
            double timeout,
            boolean followRedirects,
            boolean verifyTls) {}

    /**
     * What came back, without secrets.
     *
     * @param bodyTruncated the exchange itself cut it at {@code max_response_bytes}
     * @param sizeBytes received, undecoded
     * @param bodySize of the body the caller got
     * @param certificate the target's, null without TLS
     */
    public record Response(
            String httpVersion,
            List<HeaderField> headers,
            byte[] body,
            long bodySize,
            boolean bodyTruncated,
            long sizeBytes,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            PeerCertificate certificate) {}

    /**
     * What only a request to an upstream has.
     *
     * @param brokerId the node it came to
     * @param upstreamReqId under which the last agent acknowledged it, null if it did not
     * @param ttl seconds it could stay in queues
     * @param replyWait seconds from there on
     */
    public record Tunnel(
            @Nullable String clientId,
            @Nullable String clientReqId,
            String brokerId,
            @Nullable String upstreamReqId,
            double ttl,
            double replyWait) {
        static @Nullable Tunnel of(DispatchRecord dispatch, String node) {
            DispatchRecord.TunnelPart part = dispatch.tunnel();
            if (part == null) {
                return null;
            }
            List<HeaderField> headers = dispatch.request().headers();
            return new Tunnel(
                    last(TunnelIds.CLIENT_ID, headers),
                    last(TunnelIds.CLIENT_REQ_ID, headers),
                    node,
                    part.upstreamReqId(),
                    part.ttlSeconds(),
                    part.replyWaitSeconds());
        }

        private static @Nullable String last(String name, List<HeaderField> headers) {
            for (int i = headers.size() - 1; i >= 0; i--) {
                if (headers.get(i).name().equals(name)) {
                    return headers.get(i).value();
                }
            }
            return null;
        }
    }

    /** Of a request through no tunnel. */
    public HistoryDetail(
            Request request,
            @Nullable Response response,
            @Nullable String failureDetail,
            double queueMs,
            WorkTimings timings,
            List<DispatchRecord.Hop> hops,
            boolean complete) {
        this(request, response, failureDetail, queueMs, timings, hops, complete, null);
    }

    static HistoryDetail of(DispatchRecord dispatch, boolean complete, String node) {
        DispatchRecord.RequestPart asked = dispatch.request();
        DispatchRecord.ResponsePart answered = dispatch.response();
        int most = dispatch.tunnel() == null ? MAX_BODY : MAX_TUNNEL_BODY;
        return new HistoryDetail(
                new Request(
                        Redaction.headers(asked.headers()),
                        cut(asked.body(), most),
                        asked.bodySize(),
                        asked.timeoutSeconds(),
                        asked.followRedirects(),
                        asked.verifyTls()),
                answered == null ? null : response(answered, answered.body().length, most),
                dispatch.failure() == null ? null : dispatch.failure().detail(),
                dispatch.queueMs(),
                dispatch.timings(),
                dispatch.hops(),
                complete,
                Tunnel.of(dispatch, node));
    }

    /** Of the answer alone. */
    static HistoryDetail of(LateAnswer late) {
        DispatchRecord.ResponsePart answered = late.response();
        return new HistoryDetail(
                new Request(List.of(), new byte[0], 0, 0, false, false),
                response(answered, late.bodySize(), MAX_BODY),
                null,
                0,
                late.timings(),
                List.of(),
                true);
    }

    private static Response response(DispatchRecord.ResponsePart answered, long bodySize, int most) {
        return new Response(
                answered.httpVersion(),
                Redaction.headers(answered.headers()),
                cut(answered.body(), most),
                bodySize,
                answered.bodyTruncated(),
                answered.sizeBytes(),
                answered.certificate());
    }

    private static byte[] cut(byte[] body, int most) {
        return body.length <= most ? body : Arrays.copyOf(body, most);
    }

    byte[] encode() {
        try {
            byte[] cbor = WRITER.writeValueAsBytes(this);
            return cbor.length < COMPRESS_FROM ? plain(cbor) : compressed(cbor);
        } catch (IOException e) {
            throw new IllegalStateException("a record of plain values always encodes", e);
        }
    }

    /** @throws IOException if it is not what {@link #encode} wrote */
    public static HistoryDetail decode(byte[] blob) throws IOException {
        return blob.length > 0 && blob[0] == 0
                ? READER.readValue(blob, 1, blob.length - 1)
                : READER.readValue(decompressed(blob));
    }

    private static byte[] plain(byte[] cbor) {
        byte[] blob = new byte[cbor.length + 1];
        System.arraycopy(cbor, 0, blob, 1, cbor.length);
        return blob;
    }

    /** LZ4: deflating a random body of 64 KiB took 1.7 ms of the recorder, this takes 0.02. */
    private static byte[] compressed(byte[] cbor) {
        LZ4Compressor compressor = LZ4.fastCompressor();
        byte[] blob = new byte[LZ4_HEAD + compressor.maxCompressedLength(cbor.length)];
        int length = LZ4_HEAD + compressor.compress(cbor, 0, cbor.length, blob, LZ4_HEAD, blob.length - LZ4_HEAD);
        if (length >= cbor.length) {
            return plain(cbor);
        }
        ByteBuffer.wrap(blob).put(LZ4_BLOCK).putInt(cbor.length);
        return Arrays.copyOf(blob, length);
    }

    private static byte[] decompressed(byte[] blob) throws IOException {
        int length = blob.length < LZ4_HEAD || blob[0] != LZ4_BLOCK
                ? -1
                : ByteBuffer.wrap(blob).getInt(1);
        if (length < 0 || length > MAX_DECOMPRESSED) {
            throw new IOException("the stored detail is damaged");
        }
        try {
            return LZ4.safeDecompressor().decompress(blob, LZ4_HEAD, blob.length - LZ4_HEAD, length);
        } catch (LZ4Exception e) {
            throw new IOException("the stored detail is damaged", e);
        }
    }
}
