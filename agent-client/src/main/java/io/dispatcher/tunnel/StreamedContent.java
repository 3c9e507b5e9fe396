package io.dispatcher.tunnel;

import java.util.function.Supplier;
import org.eclipse.jetty.client.ContentSourceRequestContent;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.io.Content;
import org.jspecify.annotations.Nullable;

/** A body that is passed on as it comes, with the length its sender told, or else its trailers. */
final class StreamedContent extends ContentSourceRequestContent {
    private final long length;
    private final Supplier<@Nullable Response> origin;
    private volatile boolean givenUp;

    /**
     * @param length -1: not known
     * @param origin the message it comes with; null: none
     */
    StreamedContent(Content.Source source, long length, Supplier<@Nullable Response> origin) {
        super(source, null);
        this.length = length;
        this.origin = origin;
    }

    @Override
    public long getLength() {
        return length;
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
        Response from = origin.get();
        return from == null ? null : ForwardedRequest.trailers(from.getTrailers());
    }
}
