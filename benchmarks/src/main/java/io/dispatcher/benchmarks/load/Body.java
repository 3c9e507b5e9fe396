package io.dispatcher.benchmarks.load;

import java.nio.charset.StandardCharsets;

/** The response bodies that are asked for. Plain ASCII, so that every peer may carry them as text. */
public enum Body {
    SMALL("small", "small", 12),
    KIB_64("64k", "64 KiB", 64 * 1024),
    MIB_1("1m", "1 MiB", 1024 * 1024);

    private final String id;
    private final String title;
    private final int size;

    Body(String id, String title, int size) {
        this.id = id;
        this.title = title;
        this.size = size;
    }

    /** Name on the command line and, after a slash, path on the target. */
    public String id() {
        return id;
    }

    public String title() {
        return title;
    }

    /** Bytes. */
    public int size() {
        return size;
    }

    public String path() {
        return "/" + id;
    }

    /** The same bytes every time: lines of a repeated alphabet, {@link #size()} long. */
    public byte[] content() {
        String line = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-\n";
        return line.repeat(size / line.length() + 1).substring(0, size).getBytes(StandardCharsets.US_ASCII);
    }

    /** @throws IllegalArgumentException for an unknown id, naming the known ones */
    public static Body ofId(String id) {
        for (Body body : values()) {
            if (body.id.equals(id)) {
                return body;
            }
        }
        throw new IllegalArgumentException("unknown body '" + id + "' (known: small, 64k, 1m)");
    }
}
