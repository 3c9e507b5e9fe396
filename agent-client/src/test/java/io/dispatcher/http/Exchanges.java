package io.dispatcher.http;

import io.dispatcher.protocol.AddressText;
import io.dispatcher.protocol.HeaderField;
import io.dispatcher.protocol.WorkOrder;
import io.dispatcher.protocol.WorkReply;
import io.dispatcher.protocol.egress.EgressPolicy;
import io.dispatcher.work.RunningWork;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Runs orders through a real {@link HttpWork}. */
final class Exchanges implements AutoCloseable {
    record Result(WorkReply reply, byte[] body) {
        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        String failure() {
            return reply.failure() == null ? "" : reply.failure().type();
        }

        List<String> header(String name) {
            return reply.headers().stream()
                    .filter(header -> header.name().equalsIgnoreCase(name))
                    .map(HeaderField::value)
                    .toList();
        }
    }

    private final HttpTransport transport;
    /** The machine's names, and one with an IPv4 and an IPv6 address on every machine. */
    private final TargetResolver resolver = new TargetResolver(host -> host.equals("two.test")
            ? new InetAddress[] {InetAddress.getByName("127.0.0.1"), InetAddress.getByName("::1")}
            : InetAddress.getAllByName(host));

    private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(1);
    private final HttpWork work;

    Exchanges(Path directory) {
        this(directory, new EgressPolicy(List.of("127.0.0.0/8", "::1"), List.of(), List.of()), 1 << 20);
    }

    Exchanges(Path directory, EgressPolicy policy, long heapBytes) {
        transport = new HttpTransport(new BodyMemory(heapBytes, directory));
        work = new HttpWork(transport, resolver, AddressText::parse, policy, timer);
    }

    static WorkOrder get(String url) {
        return order("GET", url, List.of());
    }

    static WorkOrder order(String method, String url, List<HeaderField> headers) {
        return new WorkOrder("o", 1, null, method, url, headers, 5000, 10 << 20, true, true, null);
    }

    static WorkOrder from(String source, WorkOrder order) {
        return new WorkOrder(
                order.orderId(),
                1,
                source,
                order.method(),
                order.url(),
                order.headers(),
                order.timeoutMs(),
                order.maxResponseBytes(),
                order.followRedirects(),
                order.verifyTls(),
                null);
    }

    static WorkOrder limited(int timeoutMs, long maxBytes, WorkOrder order) {
        return new WorkOrder(
                order.orderId(),
                1,
                order.sourceAddress(),
                order.method(),
                order.url(),
                order.headers(),
                timeoutMs,
                maxBytes,
                order.followRedirects(),
                order.verifyTls(),
                null);
    }

    static WorkOrder trusting(WorkOrder order) {
        return new WorkOrder(
                order.orderId(),
                1,
                order.sourceAddress(),
                order.method(),
                order.url(),
                order.headers(),
                order.timeoutMs(),
                order.maxResponseBytes(),
                order.followRedirects(),
                false,
                null);
    }

    static WorkOrder unfollowed(WorkOrder order) {
        return new WorkOrder(
                order.orderId(),
                1,
                order.sourceAddress(),
                order.method(),
                order.url(),
                order.headers(),
                order.timeoutMs(),
                order.maxResponseBytes(),
                false,
                order.verifyTls(),
                null);
    }

    Result run(WorkOrder order) throws Exception {
        return run(order, new byte[0]);
    }

    Result run(WorkOrder order, byte[] body) throws Exception {
        return begin(order, body, new RunningWork[1]).get(15, TimeUnit.SECONDS);
    }

    CompletableFuture<Result> begin(WorkOrder order, byte[] body, RunningWork[] running) {
        CompletableFuture<Result> result = new CompletableFuture<>();
        running[0] = work.begin(order, ByteBuffer.wrap(body), (reply, replyBody) -> {
            try {
                ByteBuffer bytes = ByteBuffer.allocate((int) replyBody.size());
                replyBody.read(0, bytes);
                replyBody.release();
                if (!result.complete(new Result(reply, bytes.array()))) {
                    throw new AssertionError("answered twice");
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        return result;
    }

    @Override
    public void close() {
        timer.shutdownNow();
        resolver.close();
        transport.close();
    }
}
