package io.dispatcher.agents.ws;

import io.dispatcher.agents.AgentChannel;
import io.dispatcher.protocol.CloseCode;
import io.dispatcher.protocol.Frame;
import io.dispatcher.protocol.FrameCodec;
import jakarta.websocket.CloseReason;
import jakarta.websocket.SendHandler;
import jakarta.websocket.SendResult;
import jakarta.websocket.Session;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The one writer of a connection: drains whatever is pending into one binary message, because each message costs the container far more than its
 * bytes (docs/performance.md). Thread-safe; never blocks.
 */
final class FrameWriter implements AgentChannel {
    private static final System.Logger LOG = System.getLogger(FrameWriter.class.getName());
    /** A message is closed once it has so many bytes. */
    private static final int MESSAGE_BYTES = 256 * 1024;
    /** Pending bytes beyond which nothing more is taken. */
    private static final long MAX_PENDING_BYTES = 16L * 1024 * 1024;
    /** Longest reason a close frame can carry: 125 bytes less the code (RFC 6455, section 5.5). */
    private static final int MAX_REASON_BYTES = 123;

    private final Session session;
    private final Executor executor;
    private final ArrayDeque<Frame> pending = new ArrayDeque<>();
    private long pendingBytes;
    private boolean writing;
    private boolean closed;

    FrameWriter(Session session, Executor executor) {
        this.session = session;
        this.executor = executor;
    }

    @Override
    public boolean send(Frame frame) {
        if (!sendSoon(frame)) {
            return false;
        }
        flush();
        return true;
    }

    @Override
    public synchronized boolean sendSoon(Frame frame) {
        if (closed || pendingBytes > MAX_PENDING_BYTES) {
            return false;
        }
        pending.add(frame);
        pendingBytes += frame.encodedLength();
        return true;
    }

    @Override
    public void flush() {
        synchronized (this) {
            if (closed || writing || pending.isEmpty()) {
                return;
            }
            writing = true;
        }
        executor.execute(this::write);
    }

    @Override
    public void probe() {
        synchronized (this) {
            if (closed || writing) {
                return;
            }
            writing = true;
        }
        executor.execute(() -> {
            if (send(ByteBuffer.allocate(0))) {
                write();
            }
        });
    }

    /** Writes message after message on this thread while each is gone when the call returns, as nearly always. */
    private void write() {
        ByteBuffer message = next();
        while (message != null && send(message)) {
            message = next();
        }
    }

    /** @return whether it is gone; else whoever completes it goes on */
    private boolean send(ByteBuffer message) {
        Sending sending = new Sending();
        try {
            session.getAsyncRemote().sendBinary(message, sending);
        } catch (IllegalStateException e) {
            // Closed under our hands; nobody would tell the peer's session otherwise.
            sending.onResult(new SendResult(e));
        }
        return sending.over.getAndSet(true);
    }

    private synchronized @Nullable ByteBuffer next() {
        int bytes = 0;
        int frames = 0;
        for (Frame frame : pending) {
            if (frames > 0 && bytes + frame.encodedLength() > MESSAGE_BYTES) {
                break;
            }
            bytes += frame.encodedLength();
            frames++;
        }
        if (frames == 0 || closed) {
            writing = false;
            return null;
        }
        ByteBuffer message = ByteBuffer.allocate(bytes);
        for (int i = 0; i < frames; i++) {
            FrameCodec.encode(pending.remove(), message);
        }
        pendingBytes -= bytes;
        return message.flip();
    }

    /** One message on its way: of its completion and the return of the call that sent it, the later one goes on. */
    private final class Sending implements SendHandler {
        final AtomicBoolean over = new AtomicBoolean();

        @Override
        public void onResult(SendResult result) {
            if (!result.isOK()) {
                LOG.log(Level.DEBUG, "agent channel broke while writing", result.getException());
                close(CloseCode.GOING_AWAY, "write failed");
            }
            if (over.getAndSet(true)) {
                executor.execute(FrameWriter.this::write);
            }
        }
    }

    @Override
    public void close(CloseCode code, String reason) {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            pending.clear();
        }
        executor.execute(() -> {
            try {
                session.close(new CloseReason(CloseReason.CloseCodes.getCloseCode(code.code()), shortened(reason)));
            } catch (IOException | IllegalStateException e) {
                LOG.log(Level.DEBUG, "agent channel was closed already", e);
            }
        });
    }

    private static String shortened(String reason) {
        String text = reason;
        while (text.getBytes(StandardCharsets.UTF_8).length > MAX_REASON_BYTES) {
            text = text.substring(0, text.length() - 1);
        }
        return text;
    }
}
