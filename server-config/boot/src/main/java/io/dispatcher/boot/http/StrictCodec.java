package io.dispatcher.boot.http;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import org.glassfish.grizzly.Buffer;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.EmptyCompletionHandler;
import org.glassfish.grizzly.Grizzly;
import org.glassfish.grizzly.WriteResult;
import org.glassfish.grizzly.attributes.Attribute;
import org.glassfish.grizzly.filterchain.BaseFilter;
import org.glassfish.grizzly.filterchain.FilterChain;
import org.glassfish.grizzly.filterchain.FilterChainContext;
import org.glassfish.grizzly.filterchain.FilterChainEvent;
import org.glassfish.grizzly.filterchain.NextAction;
import org.glassfish.grizzly.http.HttpServerFilter;
import org.glassfish.grizzly.memory.Buffers;
import org.glassfish.grizzly.nio.transport.TCPNIOConnection;
import org.glassfish.grizzly.ssl.SSLUtils;
import org.jspecify.annotations.Nullable;

/**
 * Grizzly's HTTP codec, which gets to see a request's head only when that is whole and {@link RequestHead} has nothing
 * against it. Everything else goes to the codec as it came. Thread-safe.
 */
final class StrictCodec extends BaseFilter {
    /** What a refused caller may still send: to be read, or the answer could be lost to it in a reset. */
    private static final int MOST_IGNORED = 4 << 20;

    /** Grizzly's own: the request of which the head was read and the end was not. */
    private static final Attribute<Object> UNFINISHED =
            Grizzly.DEFAULT_ATTRIBUTE_BUILDER.createAttribute(HttpServerFilter.HTTP_SERVER_REQUEST_ATTR_NAME);

    /** Bytes ignored since the refusal; absent as long as there was none. */
    private static final Attribute<Integer> IGNORED =
            Grizzly.DEFAULT_ATTRIBUTE_BUILDER.createAttribute(StrictCodec.class.getName() + ".ignored");

    /** How far an incomplete head was looked at. */
    private static final Attribute<Integer> LOOKED_AT =
            Grizzly.DEFAULT_ATTRIBUTE_BUILDER.createAttribute(StrictCodec.class.getName() + ".looked-at");

    private final HttpServerFilter codec;
    private final int maxHead;
    private final int maxTarget;
    private final AnswerFields fields;

    /**
     * @param maxHead bytes of a request's head
     * @param maxTarget bytes of its target
     */
    StrictCodec(HttpServerFilter codec, int maxHead, int maxTarget, AnswerFields fields) {
        this.codec = codec;
        this.maxHead = maxHead;
        this.maxTarget = maxTarget;
        this.fields = fields;
    }

    @Override
    public NextAction handleRead(FilterChainContext context) throws IOException {
        Connection<?> connection = context.getConnection();
        if (UNFINISHED.get(connection) != null) {
            return codec.handleRead(context);
        }
        Integer ignored = IGNORED.get(connection);
        return ignored == null
                ? head(context, withoutEmptyLines(context))
                : ignore(context, context.getMessage(), ignored);
    }

    private NextAction head(FilterChainContext context, Buffer input) throws IOException {
        int length = input.remaining();
        byte[] bytes;
        int start;
        if (input.hasArray()) {
            bytes = input.array();
            start = input.arrayOffset() + input.position();
        } else {
            // In parts, or outside of the heap.
            length = Math.min(length, maxHead + 1);
            bytes = new byte[length];
            start = 0;
            int position = input.position();
            input.get(bytes);
            input.position(position);
        }
        Connection<?> connection = context.getConnection();
        Integer lookedAt = LOOKED_AT.remove(connection);
        int from = start + Math.max(0, Math.min(lookedAt == null ? 0 : lookedAt, length) - 3);
        int end = RequestHead.end(bytes, from, start + length);
        if (end >= 0 ? end - start > maxHead : length > maxHead) {
            return refuse(
                    context,
                    input,
                    inRequestLine(bytes, start, start + maxHead) ? Refusal.LONG_TARGET : Refusal.LONG_HEAD);
        }
        if (end < 0) {
            if (length == 0) {
                return context.getStopAction();
            }
            LOOKED_AT.set(connection, length);
            return context.getStopAction(input);
        }
        RequestHead head = RequestHead.of(bytes, start, end, maxTarget);
        Refusal refusal = ConnectionCount.isOneTooMany(connection) ? Refusal.TOO_MANY_CONNECTIONS : head.check();
        if (refusal != null) {
            return refuse(context, input, refusal);
        }
        if (head.offer() > 0) {
            decline(context, bytes, start, head);
        }
        fields.count(connection);
        return codec.handleRead(context);
    }

    /** RFC 9112, section 2.2: clients of old send one too many after a body. */
    private static Buffer withoutEmptyLines(FilterChainContext context) {
        Buffer input = context.getMessage();
        int at = input.position();
        while (input.limit() - at >= 2 && input.get(at) == '\r' && input.get(at + 1) == '\n') {
            at += 2;
        }
        return at == input.position() ? input : behind(context, at);
    }

    /** Forgets what stands before: Grizzly (4.0.2) takes a method to begin where the buffer does, wherever its position is. */
    private static Buffer behind(FilterChainContext context, int position) {
        Buffer rest = context.<Buffer>getMessage().split(position);
        context.setMessage(rest);
        return rest;
    }

    private static boolean inRequestLine(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] == '\n') {
                return false;
            }
        }
        return true;
    }

    /**
     * Takes the offer to go on in HTTP/2 out of the head, as RFC 9110 (section 7.8) allows; RFC 9113 (section 3.1) gave it up: Grizzly
     * would take it and at times end the connection before its first answer was out. What stands before it moves over it.
     */
    private static void decline(FilterChainContext context, byte[] bytes, int start, RequestHead head) {
        Buffer input = context.getMessage();
        int position = input.position() + head.behindOffer() - head.offer();
        input.position(position);
        input.put(bytes, start, head.offer() - start);
        input.position(position);
        behind(context, position);
    }

    @SuppressWarnings("rawtypes")
    private NextAction refuse(FilterChainContext context, Buffer input, Refusal refusal) {
        Connection<?> connection = context.getConnection();
        IGNORED.set(connection, input.remaining());
        input.tryDispose();
        context.write(
                Buffers.wrap(context.getMemoryManager(), refusal.answer()), new EmptyCompletionHandler<WriteResult>() {
                    @Override
                    public void completed(@Nullable WriteResult result) {
                        finish(connection);
                    }

                    @Override
                    public void failed(Throwable reason) {
                        connection.closeSilently();
                    }
                });
        return context.getStopAction();
    }

    /** Says that nothing more comes. Over TLS that is the end of both directions. */
    private static void finish(Connection<?> connection) {
        if (connection instanceof TCPNIOConnection tcp
                && tcp.getChannel() instanceof SocketChannel channel
                && !secure(connection)) {
            try {
                channel.shutdownOutput();
                return;
            } catch (IOException e) {
                // It is gone already.
            }
        }
        connection.closeSilently();
    }

    private static boolean secure(Connection<?> connection) {
        return SSLUtils.getSSLEngine(connection) != null;
    }

    private static NextAction ignore(FilterChainContext context, Buffer input, int before) {
        int ignored = before + input.remaining();
        input.tryDispose();
        IGNORED.set(context.getConnection(), ignored);
        if (ignored > MOST_IGNORED) {
            context.getConnection().closeSilently();
        }
        return context.getStopAction();
    }

    @Override
    public NextAction handleWrite(FilterChainContext context) throws IOException {
        fields.addTo(context.getConnection(), context.getMessage());
        return codec.handleWrite(context);
    }

    @Override
    public NextAction handleConnect(FilterChainContext context) throws IOException {
        return codec.handleConnect(context);
    }

    @Override
    public NextAction handleAccept(FilterChainContext context) throws IOException {
        return codec.handleAccept(context);
    }

    @Override
    public NextAction handleEvent(FilterChainContext context, FilterChainEvent event) throws IOException {
        return codec.handleEvent(context, event);
    }

    @Override
    public NextAction handleClose(FilterChainContext context) throws IOException {
        return codec.handleClose(context);
    }

    @Override
    public void onAdded(FilterChain chain) {
        codec.onAdded(chain);
    }

    @Override
    public void onRemoved(FilterChain chain) {
        codec.onRemoved(chain);
    }

    @Override
    public void onFilterChainChanged(FilterChain chain) {
        codec.onFilterChainChanged(chain);
    }

    @Override
    public void exceptionOccurred(FilterChainContext context, Throwable error) {
        codec.exceptionOccurred(context, error);
    }
}
