package io.dispatcher.boot.http;

import org.glassfish.grizzly.Buffer;
import org.glassfish.grizzly.Grizzly;
import org.glassfish.grizzly.attributes.Attribute;
import org.glassfish.grizzly.filterchain.FilterChainContext;
import org.glassfish.grizzly.http.HttpBrokenContentException;
import org.glassfish.grizzly.http.HttpContent;
import org.glassfish.grizzly.http.HttpHeader;
import org.glassfish.grizzly.http.ParsingResult;
import org.glassfish.grizzly.http.TransferEncoding;

/**
 * Grizzly's chunked coding, which gets to see what stands between the data only when that is whole and as RFC 9112, section
 * 7.1, wants it: alone it skips anything before the end of a line, and refuses every extension.
 */
final class StrictChunks implements TransferEncoding {
    /** Request attribute, once a body's last chunk was seen: how many bytes its chunks said they have, a Long. */
    static final String BYTES = "io.dispatcher.chunked-bytes";

    private static final int LONGEST_LINE = 1_024;
    private static final int MOST_DIGITS = 15;

    private static final Attribute<Place> PLACE =
            Grizzly.DEFAULT_ATTRIBUTE_BUILDER.createAttribute(StrictChunks.class.getName() + ".place", Place::new);

    private final TransferEncoding chunked;
    private final int maxTrailer;

    /** @param chunked Grizzly's */
    StrictChunks(TransferEncoding chunked, int maxTrailer) {
        this.chunked = chunked;
        this.maxTrailer = maxTrailer;
    }

    /** Where in its body a message is. */
    private static final class Place {
        private boolean first = true;
        private long left;
        private long total;
    }

    @Override
    public ParsingResult parsePacket(FilterChainContext context, HttpHeader message, Buffer buffer) {
        Place place = PLACE.get(message);
        int available = buffer.remaining();
        if (place.left == 0) {
            int data = toData(place, message, buffer);
            if (data < 0) {
                return ParsingResult.create(null, buffer.hasRemaining() ? buffer : null, false);
            }
            available = buffer.limit() - data;
        }
        place.left -= Math.min(place.left, available);
        return chunked.parsePacket(context, message, buffer);
    }

    /** Where the next chunk's data begin, or -1 if what stands before them is not all there. */
    private int toData(Place place, HttpHeader message, Buffer buffer) {
        int at = buffer.position();
        if (!place.first) {
            if (!ended(buffer, at)) {
                return -1;
            }
            at += 2;
        }
        int line = at;
        long size = 0;
        while (at < buffer.limit() && hex(buffer.get(at)) >= 0) {
            size = size << 4 | hex(buffer.get(at++));
            require(at - line <= MOST_DIGITS);
        }
        require(at > line || at == buffer.limit());
        int digits = at;
        at = extension(buffer, at, line);
        if (at < 0 || (size == 0 && !trailed(buffer, at))) {
            return -1;
        }
        withoutExtension(buffer, place.first ? line : line - 2, line, digits, at - 2);
        place.first = false;
        place.left = size;
        place.total += size;
        if (size == 0) {
            message.getAttributes().setAttribute(BYTES, place.total);
        }
        return at;
    }

    /** Behind the end of the line, or -1. Any extension is allowed, none is understood. */
    private static int extension(Buffer buffer, int from, int line) {
        int at = from;
        if (at < buffer.limit() && buffer.get(at) == ';') {
            at++;
            while (at < buffer.limit() && Octets.text(buffer.get(at))) {
                require(++at - line <= LONGEST_LINE);
            }
        }
        return ended(buffer, at) ? at + 2 : -1;
    }

    /** True if a line ends here, false if it may. */
    private static boolean ended(Buffer buffer, int at) {
        require(at >= buffer.limit() || buffer.get(at) == '\r');
        require(at + 1 >= buffer.limit() || buffer.get(at + 1) == '\n');
        return at + 1 < buffer.limit();
    }

    /** Grizzly takes none, so what stands before it moves up to the end of the line. */
    private static void withoutExtension(Buffer buffer, int from, int line, int digits, int end) {
        // No more digits than Grizzly reads in one line, either.
        int shift = end - digits;
        for (int i = digits - 1; shift > 0 && i >= from; i--) {
            buffer.put(i + shift, buffer.get(i));
        }
        buffer.position(from + shift);
        require(digits - line <= MOST_DIGITS);
    }

    /** True if the trailer is whole, up to its empty line. */
    private boolean trailed(Buffer buffer, int from) {
        int at = from;
        while (at < buffer.limit()) {
            require(at - from <= maxTrailer);
            int line = at;
            while (at < buffer.limit() && Octets.token(buffer.get(at))) {
                at++;
            }
            if (at == line) {
                return ended(buffer, at);
            }
            require(at == buffer.limit() || buffer.get(at) == ':');
            at++;
            while (at < buffer.limit() && Octets.text(buffer.get(at))) {
                at++;
            }
            if (!ended(buffer, at)) {
                require(at - from <= maxTrailer);
                return false;
            }
            at += 2;
        }
        return false;
    }

    @Override
    public boolean wantDecode(HttpHeader message) {
        return chunked.wantDecode(message);
    }

    @Override
    public boolean wantEncode(HttpHeader message) {
        return chunked.wantEncode(message);
    }

    @Override
    public void prepareSerialize(FilterChainContext context, HttpHeader message, HttpContent content) {
        chunked.prepareSerialize(context, message, content);
    }

    @Override
    public Buffer serializePacket(FilterChainContext context, HttpContent content) {
        return chunked.serializePacket(context, content);
    }

    private static int hex(byte b) {
        return Character.digit(b, 16);
    }

    private static void require(boolean right) {
        if (!right) {
            throw new HttpBrokenContentException("The chunks of the request's body are malformed");
        }
    }
}
