package io.dispatcher.protocol.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Reads HTTP/1.1 responses one after the other, whatever pieces they come in, and counts their bodies instead of keeping them.
 * Knows Content-Length and chunked; anything else ends with an error. Not thread-safe.
 */
public final class ResponseParser {
    /** So much of the body is kept, to be looked into. */
    public static final int HEAD_BYTES = 1024;

    private static final int MAX_HEADER_BYTES = 65_536;

    private enum State {
        HEADER,
        FIXED_BODY,
        CHUNK_SIZE,
        CHUNK_DATA,
        CHUNK_END,
        TRAILER,
        COMPLETE
    }

    private State state = State.HEADER;
    private byte[] line = new byte[1024];
    private int lineLength;
    private int headerBytes;
    private boolean statusSeen;
    private int status;
    private long remaining;
    private boolean chunked;
    private boolean closing;
    private boolean lengthKnown;
    private long bodySize;
    private final byte[] head = new byte[HEAD_BYTES];
    private int headLength;

    /** Forgets the response read so far. */
    public void reset() {
        state = State.HEADER;
        lineLength = 0;
        headerBytes = 0;
        statusSeen = false;
        chunked = false;
        closing = false;
        lengthKnown = false;
        bodySize = 0;
        headLength = 0;
    }

    public int status() {
        return status;
    }

    public long bodySize() {
        return bodySize;
    }

    /** Whether the server closes after this response. */
    public boolean closing() {
        return closing;
    }

    /** The first bytes of the body. */
    public String head() {
        return new String(head, 0, headLength, StandardCharsets.UTF_8);
    }

    /** Whether anything of the response has come. */
    public boolean begun() {
        return headerBytes > 0;
    }

    /**
     * Takes bytes until they end or the response is complete.
     *
     * @return whether the response is complete
     * @throws IOException if this is no response that can be read
     */
    public boolean feed(ByteBuffer bytes) throws IOException {
        while (state != State.COMPLETE && bytes.hasRemaining()) {
            switch (state) {
                case FIXED_BODY, CHUNK_DATA -> body(bytes);
                default -> {
                    if (readLine(bytes)) {
                        endOfLine();
                    }
                }
            }
        }
        return state == State.COMPLETE;
    }

    private void body(ByteBuffer bytes) {
        int taken = (int) Math.min(remaining, bytes.remaining());
        int kept = Math.min(taken, HEAD_BYTES - headLength);
        bytes.get(head, headLength, kept);
        headLength += kept;
        bytes.position(bytes.position() + taken - kept);
        bodySize += taken;
        remaining -= taken;
        if (remaining == 0) {
            state = state == State.FIXED_BODY ? State.COMPLETE : State.CHUNK_END;
        }
    }

    private boolean readLine(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            byte next = bytes.get();
            headerBytes++;
            if (next == '\n') {
                return true;
            }
            if (next != '\r') {
                append(next);
            }
        }
        return false;
    }

    private void append(byte next) throws IOException {
        if (lineLength == line.length) {
            if (lineLength >= MAX_HEADER_BYTES) {
                throw new IOException("a header line over " + MAX_HEADER_BYTES + " bytes");
            }
            line = java.util.Arrays.copyOf(line, lineLength * 2);
        }
        line[lineLength++] = next;
    }

    private void endOfLine() throws IOException {
        String text = new String(line, 0, lineLength, StandardCharsets.ISO_8859_1);
        lineLength = 0;
        switch (state) {
            case HEADER -> headerLine(text);
            case CHUNK_SIZE -> chunkSize(text);
            case CHUNK_END -> state = State.CHUNK_SIZE;
            case TRAILER -> state = text.isEmpty() ? State.COMPLETE : State.TRAILER;
            default -> throw new IllegalStateException(state.toString());
        }
    }

    private void headerLine(String text) throws IOException {
        if (!statusSeen) {
            statusLine(text);
        } else if (text.isEmpty()) {
            endOfHeader();
        } else {
            header(text);
        }
    }

    private void statusLine(String text) throws IOException {
        if (!text.startsWith("HTTP/1.") || text.length() < 12) {
            throw new IOException("no HTTP/1.1 status line: " + text);
        }
        status = number(text.substring(9, 12), 10);
        statusSeen = true;
    }

    private void header(String text) throws IOException {
        int colon = text.indexOf(':');
        if (colon < 1) {
            throw new IOException("no header line: " + text);
        }
        switch (text.substring(0, colon).toLowerCase(Locale.ROOT)) {
            case "content-length" -> {
                remaining = number(text.substring(colon + 1).strip(), 10);
                lengthKnown = true;
            }
            case "transfer-encoding" -> chunked = text.endsWith("chunked");
            case "connection" -> closing = text.toLowerCase(Locale.ROOT).endsWith("close");
            default -> {}
        }
    }

    private void endOfHeader() throws IOException {
        if (status < 200) {
            statusSeen = false;
        } else if (status == 204 || status == 304) {
            state = State.COMPLETE;
        } else if (chunked) {
            state = State.CHUNK_SIZE;
        } else if (!lengthKnown) {
            throw new IOException("status " + status + " with neither Content-Length nor chunks");
        } else {
            state = remaining == 0 ? State.COMPLETE : State.FIXED_BODY;
        }
    }

    private void chunkSize(String text) throws IOException {
        int semicolon = text.indexOf(';');
        remaining = number((semicolon < 0 ? text : text.substring(0, semicolon)).strip(), 16);
        state = remaining == 0 ? State.TRAILER : State.CHUNK_DATA;
    }

    private static int number(String text, int radix) throws IOException {
        try {
            int value = Integer.parseInt(text, radix);
            if (value >= 0) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw new IOException("no number: " + text, e);
        }
        throw new IOException("a negative length: " + text);
    }
}
