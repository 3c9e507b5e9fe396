package io.dispatcher.protocol;

import org.jspecify.annotations.Nullable;

/**
 * How bodies that are too large for frames, or have no end, travel: over HTTP connections that the agent opens to the node whose caller waits, one
 * for each direction, below {@value #PATH} and the order's id. GET takes the request's body; POST brings the answer: the length of an
 * {@link AnswerHead} (4 bytes, big endian), itself (CBOR), then the body, trailers as trailers.
 *
 * @param token to be sent as {@value #TOKEN}; good for this order only
 * @param url base URL of that node; null: the one the agent is connected with
 * @param requestBody whether the request's body is to be fetched; else it is in the order
 */
public record BodyStreams(String token, @Nullable String url, boolean requestBody) {
    public static final String PATH = "/streams/";
    public static final String TOKEN = "Dispatcher-Stream";
    /** Trailer of a chunked message of either direction: how many bytes were put into its body. Who got another number passes on a broken body. */
    public static final String BYTES = "Dispatcher-Stream-Bytes";
}
