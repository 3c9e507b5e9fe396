package io.dispatcher.systemtests;

import io.dispatcher.systemtests.FaultPlan.Kind;
import io.dispatcher.systemtests.FaultPlan.Stage;
import io.dispatcher.systemtests.HttpPeer.Head;
import io.dispatcher.systemtests.HttpPeer.Received;
import io.dispatcher.systemtests.HttpPeer.Strike;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A client that sends one request after the other, over one connection while that is kept, and notes how each ended. For one thread. */
final class FaultyCaller implements AutoCloseable {
    /** Beyond all waits of a request: then it hangs. */
    private static final int HANGS_MS = 20_000;

    private final URI coordinator;
    private final ExecutorService writers;
    private @Nullable HttpPeer kept;

    /** @param writers not owned */
    FaultyCaller(RunningProcess coordinator, ExecutorService writers) {
        this.coordinator = URI.create(coordinator.url());
        this.writers = writers;
    }

    void send(FaultyRequest request) throws Exception {
        request.begun();
        HttpPeer peer = kept != null ? kept : connect();
        kept = null;
        peer.within(FaultVerdict.boundMs(request.plan()) + HANGS_MS);
        CompletableFuture<Void> written = CompletableFuture.runAsync(() -> write(request, peer), writers);
        try {
            if (left(request, peer, written)) {
                request.ended("gone");
            } else {
                read(request, peer, written);
            }
        } catch (SocketTimeoutException | TimeoutException e) {
            request.ended("hung");
        } catch (EOFException e) {
            request.ended(request.plan().kind() == Kind.CLIENT_GONE ? "gone" : "closed");
        } catch (IOException e) {
            request.ended("closed");
        } finally {
            if (peer != kept) {
                peer.close();
            }
        }
    }

    private HttpPeer connect() throws IOException {
        return new HttpPeer(new Socket(coordinator.getHost(), coordinator.getPort()));
    }

    private static void write(FaultyRequest request, HttpPeer peer) {
        FaultPlan plan = request.plan();
        boolean leaves = plan.kind() == Kind.CLIENT_GONE && plan.stage() == Stage.UPLOAD;
        try {
            peer.send(plan.method() + " /t/" + upstream(plan) + "/" + request.id() + " HTTP/1.1\r\nHost: localhost\r\n"
                    + "Dispatcher-Client-Req-Id: " + request.id() + "\r\nDispatcher-Upstream-Wait: "
                    + FaultVerdict.upstreamWait(plan) + "\r\nDispatcher-Reply-Wait: " + plan.replyWait() + "\r\n"
                    + (plan.uploads() ? HttpPeer.framing(plan.upload()) : "") + "\r\n");
            if (plan.uploads()) {
                Strike strike = leaves ? new Strike(plan.at(), () -> leave(plan, peer)) : Strike.NEVER;
                peer.send(plan.upload(), request.upload(), request.random(), strike);
            }
        } catch (IOException e) {
            // It left, or the answer is there already, or nobody is: who reads will see.
        }
    }

    private static String upstream(FaultPlan plan) {
        return switch (plan.kind()) {
            case UPSTREAM_AWAY -> "away";
            case UPSTREAM_UNCLAIMED -> "nobody";
            default -> "shop";
        };
    }

    private static void leave(FaultPlan plan, HttpPeer peer) throws IOException {
        peer.cut(plan.reset());
        throw new EOFException();
    }

    /** Goes away before an answer, if that is the plan. @return false: it is to be read */
    private static boolean left(FaultyRequest request, HttpPeer peer, CompletableFuture<Void> written)
            throws Exception {
        FaultPlan plan = request.plan();
        if (plan.kind() != Kind.CLIENT_GONE || plan.stage() == Stage.BODY) {
            return false;
        }
        if (plan.stage() == Stage.UPLOAD) {
            written.get(HANGS_MS, TimeUnit.MILLISECONDS);
            return true;
        }
        try {
            request.arrived().get(HANGS_MS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            // It did not come that far, and an answer will say why.
            return false;
        }
        peer.cut(plan.reset());
        return true;
    }

    private void read(FaultyRequest request, HttpPeer peer, CompletableFuture<Void> written) throws IOException {
        Head head = peer.readHead();
        if (head == null) {
            request.ended("closed");
            return;
        }
        if (!head.field("dispatcher-client-req-id").equals(request.id())) {
            request.wrong("the answer is another's: " + head);
        }
        boolean whole = head.start().startsWith("HTTP/1.1 200 ")
                ? readAnswer(request, peer, head)
                : readProblem(request, peer, head);
        if (whole && written.isDone() && !head.field("connection").equals("close")) {
            kept = peer;
        }
    }

    private static boolean readAnswer(FaultyRequest request, HttpPeer peer, Head head) throws IOException {
        FaultPlan plan = request.plan();
        boolean leaves = plan.kind() == Kind.CLIENT_GONE && plan.stage() == Stage.BODY;
        if (!head.field(FaultyUpstream.ANSWERS).equals(request.id())) {
            request.wrong("the answer is another's: " + head);
        }
        if (!leaves
                && head.field("content-length").isEmpty()
                && !head.field("transfer-encoding").equals("chunked")) {
            request.wrong("nobody can see whether the answer is whole: " + head);
        }
        Received answer = peer.receive(
                head, request.answer(), leaves ? new Strike(plan.at(), () -> leave(plan, peer)) : Strike.NEVER);
        if (!answer.exact()) {
            request.wrong("bytes that are not its own");
        }
        if (answer.whole() && answer.bytes() != plan.answer().size()) {
            request.wrong("an answer of " + answer.bytes() + " bytes is taken for whole");
        }
        request.ended(answer.whole() ? "200" : "cut");
        return answer.whole();
    }

    private static boolean readProblem(FaultyRequest request, HttpPeer peer, Head head) throws IOException {
        String body = peer.text(head);
        if (!head.field("content-type").equals("application/problem+json")) {
            request.wrong("no problem: " + head + body);
        }
        request.ended(head.start().split(" ")[1] + " " + Http.problemType(body));
        return true;
    }

    @Override
    public void close() throws IOException {
        if (kept != null) {
            kept.close();
        }
    }
}
