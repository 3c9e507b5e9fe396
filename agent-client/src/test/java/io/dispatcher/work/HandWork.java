package io.dispatcher.work;

import io.dispatcher.protocol.WorkOrder;
import io.dispatcher.protocol.WorkReply;
import io.dispatcher.protocol.WorkTimings;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A handler whose orders end when the test says so. */
public final class HandWork implements WorkHandler {
    private final Map<String, Answer> open = new ConcurrentHashMap<>();
    private final AtomicInteger begun = new AtomicInteger();
    private final Set<String> cancelled = ConcurrentHashMap.newKeySet();

    @Override
    public RunningWork begin(WorkOrder order, ByteBuffer body, Answer answer) {
        begun.incrementAndGet();
        open.put(order.orderId(), answer);
        return () -> {
            cancelled.add(order.orderId());
            finish(order.orderId(), "");
        };
    }

    public int begun() {
        return begun.get();
    }

    public Set<String> open() {
        return Set.copyOf(open.keySet());
    }

    @Nullable
    String upstreamReqId(String orderId) {
        return open.get(orderId).upstreamReqId();
    }

    public Set<String> cancelled() {
        return Set.copyOf(cancelled);
    }

    public void finish(String orderId, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        Answer answer = open.remove(orderId);
        if (answer != null) {
            answer.done(reply(orderId, bytes.length), ReplyBody.of(bytes, bytes.length));
        }
    }

    public static WorkReply reply(String orderId, int size) {
        return new WorkReply(
                orderId,
                null,
                "127.0.0.1",
                200,
                "HTTP/1.1",
                List.of(),
                false,
                size,
                new WorkTimings(0, 0, 0, 0, 1),
                null);
    }

    static WorkOrder upstreamOrder(String orderId) {
        return new WorkOrder(orderId, 1, null, "GET", "upstream://shop/", List.of(), 1000, 1000, true, true, null);
    }

    public static WorkOrder order(String orderId) {
        return new WorkOrder(orderId, 1, null, "GET", "http://127.0.0.1/", List.of(), 1000, 1000, true, true, null);
    }
}
