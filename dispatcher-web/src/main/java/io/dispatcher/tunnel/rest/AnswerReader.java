package io.dispatcher.tunnel.rest;

import io.dispatcher.protocol.AnswerHead;
import io.dispatcher.protocol.Frame;
import io.dispatcher.protocol.ProtocolException;
import io.dispatcher.protocol.Wire;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** An answer that an agent brings: its head is read, its body moved to where that says. Thread-safe once the head was read. */
final class AnswerReader extends IncomingAnswer implements ReadListener {
    private final ServletInputStream in;
    private final Begun begun;
    private ByteBuffer head = ByteBuffer.allocate(Integer.BYTES);
    private boolean lengthKnown;
    private boolean headRead;
    private boolean ended;
    private @Nullable Throwable broken;
    private @Nullable Transfer transfer;

    AnswerReader(
            ServletInputStream in,
            HttpServletRequest fromAgent,
            HttpServletResponse toAgent,
            AsyncContext agent,
            Runnable closed,
            Begun begun) {
        super(fromAgent, toAgent, agent, closed);
        this.in = in;
        this.begun = begun;
    }

    @Override
    public void onDataAvailable() throws IOException {
        if (headRead) {
            Transfer joined = joined();
            if (joined != null) {
                joined.readable();
            }
            return;
        }
        while (in.isReady()) {
            int read = in.read(head.array(), head.position(), head.remaining());
            if (read < 0) {
                return;
            }
            head.position(head.position() + read);
            if (head.hasRemaining()) {
                continue;
            }
            if (lengthKnown) {
                headRead = true;
                begin();
                return;
            }
            int length = head.getInt(0);
            if (length <= 0 || length > Frame.MAX_METADATA_BYTES) {
                refuse("a head of " + length + " bytes");
                return;
            }
            lengthKnown = true;
            head = ByteBuffer.allocate(length);
        }
    }

    private void begin() throws IOException {
        AnswerHead answer;
        try {
            answer = Wire.read(head.flip(), AnswerHead.class);
        } catch (ProtocolException e) {
            refuse(e.getMessage());
            return;
        }
        begun.begun(answer, this);
    }

    private synchronized @Nullable Transfer joined() {
        return transfer;
    }

    @Override
    long headBytes() {
        return Integer.BYTES + (long) head.capacity();
    }

    @Override
    void moveTo(ServletOutputStream out, Transfer.Ends ends) {
        Transfer joined = new Transfer(in, out, ends);
        boolean over;
        Throwable cause;
        synchronized (this) {
            transfer = joined;
            over = ended;
            cause = broken;
        }
        joined.begin();
        if (cause != null) {
            joined.sourceBroken(cause);
        } else if (over) {
            joined.allRead();
        }
    }

    @Override
    public void onAllDataRead() {
        Transfer joined;
        synchronized (this) {
            ended = true;
            joined = transfer;
        }
        if (joined != null) {
            joined.allRead();
        } else if (!headRead) {
            refuse("it ended in its head");
        }
    }

    @Override
    public void onError(Throwable cause) {
        Transfer joined;
        synchronized (this) {
            broken = cause;
            joined = transfer;
        }
        if (joined != null) {
            joined.sourceBroken(cause);
        } else if (!headRead) {
            taken();
        }
    }
}
