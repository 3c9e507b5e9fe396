package io.dispatcher.tunnel;

import io.dispatcher.protocol.BodyStreams;
import java.io.IOException;
import org.eclipse.jetty.client.ContentSourceRequestContent;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.io.Content;
import org.jspecify.annotations.Nullable;

/**
 * A body that is passed on as it comes, between a node and an upstream, with the length its sender told, or else its trailers. Breaks where not as much
 * came as the node says it sent.
 */
final class StreamedContent extends ContentSourceRequestContent {
    private final long length;
    private final @Nullable Response origin;
    private final boolean toNode;
    private volatile boolean givenUp;
    private volatile long passed;

    private StreamedContent(Content.Source source, long length, @Nullable Response origin, boolean toNode) {
        super(source, null);
        this.length = length;
        this.origin = origin;
        this.toNode = toNode;
    }

    /** @param length -1: not known */
    static StreamedContent toUpstream(Content.Source source, long length, Response fromNode) {
        return new StreamedContent(source, length, fromNode, false);
    }

    /**
     * Toward the node.
     *
     * @param length -1: not known
     * @param fromUpstream null: there is no such message, and are no trailers
     */
    static StreamedContent toNode(Content.Source source, long length, @Nullable Response fromUpstream) {
        return new StreamedContent(source, length, fromUpstream, true);
    }

    @Override
    public long getLength() {
        return length;
    }

    @Override
    public Content.Chunk read() {
        Content.Chunk chunk = super.read();
        if (chunk == null || Content.Chunk.isFailure(chunk)) {
            return chunk;
        }
        passed += chunk.remaining();
        if (chunk.isLast() && !toNode && !isWhole()) {
            chunk.release();
            return Content.Chunk.from(new IOException("some of the body was lost on its way from the coordinator"));
        }
        return chunk;
    }

    private boolean isWhole() {
        HttpFields trailers = origin == null ? null : origin.getTrailers();
        String said = trailers == null ? null : trailers.get(BodyStreams.BYTES);
        return said == null || said.equals(Long.toString(passed));
    }

    @Override
    public void fail(Throwable failure) {
        givenUp = true;
        super.fail(failure);
    }

    /** Whether whoever it goes to takes no more of it. */
    boolean isGivenUp() {
        return givenUp;
    }

    /** As the body of a request. */
    Request of(Request request) {
        return (length < 0 ? request.trailersSupplier(this::trailers) : request).body(this);
    }

    /** Known when all of it was read. */
    private @Nullable HttpFields trailers() {
        HttpFields known = origin == null ? null : ForwardedRequest.trailers(origin.getTrailers());
        if (!toNode) {
            return known;
        }
        HttpFields.Mutable counted = known == null ? HttpFields.build() : HttpFields.build(known);
        return counted.add(BodyStreams.BYTES, passed);
    }
}
