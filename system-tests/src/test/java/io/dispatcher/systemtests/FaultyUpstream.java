package io.dispatcher.systemtests;

import io.dispatcher.systemtests.FaultPlan.Stage;
import io.dispatcher.systemtests.HttpPeer.Head;
import io.dispatcher.systemtests.HttpPeer.Received;
import io.dispatcher.systemtests.HttpPeer.Strike;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** An upstream that treats each request as its plan says; {@code /AGENT/ID} names the agent it comes by. Thread-safe. */
final class FaultyUpstream implements AutoCloseable {
    /** Name of the request that is answered. */
    static final String ANSWERS = "x-answers";

    private static final int SILENCE_MS = 60_000;

    /** Until it must be told that a caller has gone. */
    private static final int NOTICED_MS = 10_000;

    private final Map<String, FaultyRequest> requests = new ConcurrentHashMap<>();
    private final AtomicInteger open = new AtomicInteger();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final ServerSocket server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    private @Nullable FaultyProcesses processes;

    FaultyUpstream() throws IOException {}

    /** @param toKill what requests kill, where that is their plan */
    void start(FaultyProcesses toKill) {
        processes = toKill;
        threads.execute(this::accept);
    }

    String url(String agent) {
        return "http://127.0.0.1:" + server.getLocalPort() + "/" + agent;
    }

    /** May come from now on. */
    void expect(FaultyRequest request) {
        requests.put(request.id(), request);
    }

    /** Requests that are being read or answered. */
    int open() {
        return open.get();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                threads.execute(() -> serve(socket));
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private void serve(Socket socket) {
        try (HttpPeer peer = new HttpPeer(socket).within(SILENCE_MS)) {
            for (Head head = peer.readHead(); head != null; head = peer.readHead()) {
                open.incrementAndGet();
                try {
                    answer(peer, head);
                } finally {
                    open.decrementAndGet();
                }
            }
        } catch (IOException e) {
            // Cut, here or there: what was told of it is judged where it was told.
        }
    }

    private void answer(HttpPeer peer, Head head) throws IOException {
        String[] path = head.start().split(" ")[1].split("/");
        FaultyRequest request = requests.get(path[2]);
        FaultPlan plan = request.plan();
        request.visited(path[1]);
        Received upload = peer.receive(head, request.upload(), strike(Stage.UPLOAD, request, path[1], peer));
        request.uploaded(upload);
        if (!upload.whole()) {
            throw new EOFException();
        }
        if (plan.stage() == Stage.HEAD) {
            happen(request, path[1], peer);
        }
        request.answering();
        peer.send("HTTP/1.1 200 OK\r\n" + ANSWERS + ": " + request.id() + "\r\n" + HttpPeer.framing(plan.answer())
                + "\r\n");
        peer.send(plan.answer(), request.answer(), request.random(), strike(Stage.BODY, request, path[1], peer));
    }

    private Strike strike(Stage stage, FaultyRequest request, String agent, HttpPeer peer) {
        FaultPlan plan = request.plan();
        return plan.stage() == stage ? new Strike(plan.at(), () -> happen(request, agent, peer)) : Strike.NEVER;
    }

    private void happen(FaultyRequest request, String agent, HttpPeer peer) throws IOException {
        FaultPlan plan = request.plan();
        boolean first = request.strike();
        switch (plan.kind()) {
            case UPSTREAM_CUT -> cut(plan, peer);
            case UPSTREAM_SLOW -> LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(plan.slowMs()));
            case CLIENT_GONE -> awaitGone(request, peer);
            case AGENT_KILLED -> {
                if (first) {
                    Objects.requireNonNull(processes).killAgent(agent);
                }
            }
            case BROKER_RESTARTED -> {
                if (first) {
                    Objects.requireNonNull(processes).restartBroker();
                }
            }
            default -> {
                // Nothing that happens here.
            }
        }
    }

    private static void cut(FaultPlan plan, HttpPeer peer) throws IOException {
        if (plan.stage() == Stage.HEAD && plan.at() % 2 == 1) {
            peer.send("HTTP/1.1 200 OK\r\nContent-Le");
        }
        peer.cut(plan.reset());
        throw new EOFException();
    }

    /** Its caller goes while it waits for an answer; in the other stages it does by itself. */
    private static void awaitGone(FaultyRequest request, HttpPeer peer) throws IOException {
        if (request.plan().stage() == Stage.HEAD) {
            request.arrived().complete(null);
            if (!peer.awaitClose(NOTICED_MS)) {
                request.wrong("the upstream was not told that the caller had gone");
            }
            throw new EOFException();
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        threads.shutdownNow();
    }
}
