package io.dispatcher.systemtests;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** An end of an HTTP/1.1 connection that can be slow, fall silent or break off at any byte. For one reader and one writer. */
final class HttpPeer implements AutoCloseable {
    private static final int BLOCK = 16 * 1024;
    private static final int MOST_LINE = 64 * 1024;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    HttpPeer(Socket socket) throws IOException {
        this.socket = socket;
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream(), BLOCK);
        out = new BufferedOutputStream(socket.getOutputStream(), BLOCK);
    }

    /** For anything to come, from now on. */
    HttpPeer within(int limitMs) throws IOException {
        socket.setSoTimeout(limitMs);
        return this;
    }

    /** First line and fields, these by their lower-case names. */
    record Head(String start, Map<String, String> fields) {
        String field(String name) {
            return fields.getOrDefault(name, "");
        }
    }

    /**
     * What came of a body.
     *
     * @param exact whether these were the bytes of it, as far as they came
     */
    record Received(long bytes, boolean exact, boolean whole) {}

    /** What happens to a body when so many bytes of it have passed, once. */
    record Strike(long at, Action action) {
        static final Strike NEVER = new Strike(Long.MAX_VALUE, () -> {});

        /** May end the transfer by an exception. */
        interface Action {
            void run() throws IOException;
        }
    }

    /** @return null: the connection was closed instead */
    @Nullable
    Head readHead() throws IOException {
        in.mark(1);
        if (in.read() < 0) {
            return null;
        }
        in.reset();
        String start = line();
        Map<String, String> fields = new TreeMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            fields.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        return new Head(start, fields);
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0 || line.length() > MOST_LINE) {
                throw new EOFException("in a line: " + line);
            }
            line.append((char) c);
        }
        return line.toString().stripTrailing();
    }

    /** Reads the body that follows a head and holds it against what it must be, to its end or to where it breaks off. */
    Received receive(Head head, SeededBody expected, Strike strike) throws IOException {
        byte[] block = new byte[BLOCK];
        long bytes = 0;
        boolean exact = true;
        boolean struck = false;
        InputStream body = new Body(head);
        while (true) {
            if (!struck && bytes >= strike.at) {
                struck = true;
                strike.action.run();
            }
            int read;
            try {
                read = body.read(block, 0, struck ? BLOCK : (int) Math.min(BLOCK, strike.at - bytes));
            } catch (SocketTimeoutException e) {
                throw e;
            } catch (IOException e) {
                return new Received(bytes, exact, false);
            }
            if (read < 0) {
                return new Received(bytes, exact, true);
            }
            exact &= expected.isNext(block, read);
            bytes += read;
        }
    }

    /** A short body that follows a head. */
    String text(Head head) throws IOException {
        return new String(new Body(head).readAllBytes(), StandardCharsets.UTF_8);
    }

    void send(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    /** The field that says how a body's end will be known. */
    static String framing(FaultPlan.Body body) {
        return body.chunked() ? "Transfer-Encoding: chunked\r\n" : "Content-Length: " + body.size() + "\r\n";
    }

    /** Writes a body in pieces that {@code random} says. */
    void send(FaultPlan.Body body, SeededBody content, Random random, Strike strike) throws IOException {
        byte[] piece = new byte[body.piece()];
        boolean struck = false;
        for (long sent = 0; sent < body.size(); ) {
            if (!struck && sent >= strike.at) {
                struck = true;
                out.flush();
                strike.action.run();
            }
            long most = Math.min(struck ? Long.MAX_VALUE : strike.at - sent, body.size() - sent);
            int length = (int) Math.min(most, 1 + random.nextInt(piece.length));
            content.next(piece, length);
            if (body.chunked()) {
                out.write((Integer.toHexString(length) + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            }
            out.write(piece, 0, length);
            if (body.chunked()) {
                out.write(new byte[] {'\r', '\n'});
            }
            if (random.nextInt(4) == 0) {
                out.flush();
            }
            sent += length;
        }
        send(body.chunked() ? "0\r\n\r\n" : "");
    }

    /** Waits for the other end to close. @return false: it has not within the limit */
    boolean awaitClose(int limitMs) {
        try {
            within(limitMs);
            while (in.read() >= 0) {
                // Of no interest.
            }
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            // Reset: closed too.
        }
        return true;
    }

    /** Breaks it off, with a reset or as if it were over. */
    void cut(boolean reset) throws IOException {
        if (reset) {
            socket.setSoLinger(true, 0);
        }
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    /** By length or chunks; what has neither has no body, though an answer could be meant to last until the connection ends. */
    private final class Body extends InputStream {
        private final boolean chunked;
        private long left;
        private boolean ended;

        Body(Head head) {
            chunked = head.field("transfer-encoding").equals("chunked");
            String length = head.field("content-length");
            left = chunked || length.isEmpty() ? 0 : Long.parseLong(length);
            ended = !chunked && left == 0;
        }

        @Override
        public int read() {
            throw new UnsupportedOperationException();
        }

        @Override
        public int read(byte[] into, int from, int most) throws IOException {
            if (!ended && left == 0) {
                left = Long.parseLong(line(), 16);
                ended = left == 0;
                if (ended && !line().isEmpty()) {
                    throw new IOException("a trailer");
                }
            }
            if (ended) {
                return -1;
            }
            int read = in.read(into, from, (int) Math.min(most, left));
            if (read < 0) {
                throw new EOFException("in a body");
            }
            left -= read;
            if (left == 0 && chunked && !line().isEmpty()) {
                throw new IOException("a chunk that is longer than it said");
            }
            ended = left == 0 && !chunked;
            return read;
        }
    }
}
