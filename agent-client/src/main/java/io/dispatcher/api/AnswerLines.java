package io.dispatcher.api;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * An answer that goes on, line by line. To be read by one thread; another may close it, which closes the connection and
 * ends a read under way.
 */
public final class AnswerLines implements AutoCloseable {
    /** In bytes, where nothing else is said; an event has some hundreds. */
    static final int LONGEST = 64 * 1024;

    private static final int LONGEST_PROBLEM = 1024 * 1024;
    private static final int CHUNK = 16 * 1024;

    private final URI from;
    private final InputStream in;
    private final int longest;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream(512);
    private final byte[] chunk = new byte[CHUNK];
    private int at;
    private int end;
    private volatile boolean closed;
    private volatile boolean reading;
    private volatile long readingSince;

    AnswerLines(URI from, InputStream in) {
        this(from, in, LONGEST);
    }

    /** @param longest line in bytes */
    AnswerLines(URI from, InputStream in, int longest) {
        this.from = from;
        this.in = in;
        this.longest = longest;
    }

    /** The next line that is not empty, without its end; null when there is no more, or this was closed. */
    public @Nullable String next() throws Unreachable {
        try {
            line.reset();
            while (more()) {
                byte next = chunk[at++];
                if (next != '\n') {
                    add(next);
                } else if (line.size() > 0) {
                    return text();
                }
            }
            // What has no end was cut off, unless the answer ended well: then the last end was only left out.
            return line.size() == 0 || closed ? null : text();
        } catch (IOException e) {
            if (closed) {
                return null;
            }
            throw new Unreachable("the answer of " + from + " broke off (" + ApiClient.reasonOf(e) + ")", e);
        }
    }

    private boolean more() throws IOException {
        if (at < end) {
            return true;
        }
        at = 0;
        readingSince = System.nanoTime();
        reading = true;
        try {
            end = in.read(chunk);
        } finally {
            reading = false;
        }
        return end > 0;
    }

    /** True if the reader has waited for longer than this without anything having come. For any thread. */
    boolean silentFor(Duration limit) {
        return reading && System.nanoTime() - readingSince > limit.toNanos();
    }

    private void add(byte next) throws IOException {
        if (line.size() == longest) {
            throw new IOException("a line of more than " + longest + " bytes");
        }
        if (next != '\r') {
            line.write(next);
        }
    }

    private String text() {
        String text = line.toString(StandardCharsets.UTF_8);
        line.reset();
        return text;
    }

    /** All there is, where it is no stream but a problem; closes this. */
    byte[] rest() {
        try (in) {
            return in.readNBytes(LONGEST_PROBLEM);
        } catch (IOException e) {
            return new byte[0];
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            in.close();
        } catch (IOException e) {
            // it is over either way
        }
    }
}
