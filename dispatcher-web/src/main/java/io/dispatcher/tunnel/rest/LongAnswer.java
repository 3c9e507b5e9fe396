package io.dispatcher.tunnel.rest;

import io.dispatcher.protocol.AnswerHead;
import io.dispatcher.protocol.Frame;
import io.dispatcher.protocol.ProtocolException;
import io.dispatcher.protocol.Wire;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;

/** An answer of known length that a thread of its own moves, waiting for both ends. */
final class LongAnswer extends IncomingAnswer implements Runnable {
    /** From this length on a thread is worth its price. */
    static final long FROM = 16 * 1024;

    private static final System.Logger LOG = System.getLogger(LongAnswer.class.getName());
    private static final int BUFFER = 64 * 1024;

    private final Begun begun;
    /** Of the body, once the head was read. */
    private long left;

    private long headBytes;

    LongAnswer(
            HttpServletRequest fromAgent,
            HttpServletResponse toAgent,
            AsyncContext agent,
            Runnable closed,
            Begun begun) {
        super(fromAgent, toAgent, agent, closed);
        this.begun = begun;
    }

    @Override
    public void run() {
        try {
            begun.begun(head(), this);
        } catch (ProtocolException e) {
            refuse(e.getMessage());
        } catch (IOException | RuntimeException e) {
            LOG.log(Level.DEBUG, "an answer broke off in its head", e);
            taken();
        }
    }

    private AnswerHead head() throws IOException, ProtocolException {
        DataInputStream in = new DataInputStream(fromAgent.getInputStream());
        int length = in.readInt();
        if (length <= 0 || length > Frame.MAX_METADATA_BYTES) {
            throw new ProtocolException("a head of " + length + " bytes");
        }
        byte[] head = new byte[length];
        in.readFully(head);
        headBytes = Integer.BYTES + length;
        left = fromAgent.getContentLengthLong() - headBytes;
        return Wire.read(ByteBuffer.wrap(head), AnswerHead.class);
    }

    @Override
    long headBytes() {
        return headBytes;
    }

    @Override
    void moveTo(ServletOutputStream out, Transfer.Ends ends) {
        byte[] buffer = new byte[BUFFER];
        long bytes = 0;
        try {
            InputStream in = fromAgent.getInputStream();
            while (bytes < left) {
                int read = in.read(buffer);
                if (read < 0) {
                    throw new EOFException("the answer ended " + (left - bytes) + " bytes early");
                }
                if (!written(out, buffer, read, in.available() == 0, ends)) {
                    return;
                }
                bytes += read;
            }
        } catch (IOException | RuntimeException e) {
            ends.sourceBroken(e);
            return;
        }
        ends.complete(bytes);
    }

    /** @param last of what came: it is passed on before anything is waited for */
    private static boolean written(OutputStream out, byte[] buffer, int length, boolean last, Transfer.Ends ends) {
        try {
            out.write(buffer, 0, length);
            if (last) {
                out.flush();
            }
            return true;
        } catch (IOException | RuntimeException e) {
            ends.sinkBroken(e);
            return false;
        }
    }
}
