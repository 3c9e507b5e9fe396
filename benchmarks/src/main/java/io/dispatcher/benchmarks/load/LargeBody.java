package io.dispatcher.benchmarks.load;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** One large body over a connection of its own, each way. The bytes are counted, not looked at. */
public final class LargeBody {
    private static final int BUFFER = 256 * 1024;
    private static final int LIMIT_MS = 120_000;
    private static final byte[] LAST_CHUNK = "\r\n0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private LargeBody() {}

    /** @return seconds from the request to the answer's last byte */
    public static double download(InetSocketAddress server, String path, long bytes) throws IOException {
        try (Socket socket = connect(server)) {
            long began = System.nanoTime();
            write(socket.getOutputStream(), "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
            InputStream in = new BufferedInputStream(socket.getInputStream(), BUFFER);
            String head = head(in);
            if (head.toLowerCase(Locale.ROOT).contains("transfer-encoding: chunked")) {
                readChunked(in, bytes);
            } else {
                read(in, bytes);
            }
            return (System.nanoTime() - began) / 1e9;
        }
    }

    /** @return seconds from the request to the answer's head */
    public static double upload(InetSocketAddress server, String path, long bytes) throws IOException {
        try (Socket socket = connect(server)) {
            long began = System.nanoTime();
            OutputStream out = socket.getOutputStream();
            write(out, "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + bytes + "\r\n\r\n");
            byte[] piece = new byte[BUFFER];
            for (long left = bytes; left > 0; left -= piece.length) {
                out.write(piece, 0, (int) Math.min(piece.length, left));
            }
            head(new BufferedInputStream(socket.getInputStream()));
            return (System.nanoTime() - began) / 1e9;
        }
    }

    /** An answer that begins and does not go on. */
    public static Socket open(InetSocketAddress server, String path) throws IOException {
        Socket socket = connect(server);
        write(socket.getOutputStream(), "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
        InputStream in = socket.getInputStream();
        head(in);
        if (in.read() < 0) {
            throw new IOException("the answer ended");
        }
        return socket;
    }

    private static Socket connect(InetSocketAddress server) throws IOException {
        Socket socket = new Socket();
        socket.setSoTimeout(LIMIT_MS);
        socket.connect(server, LIMIT_MS);
        return socket;
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.length() < 4 || !head.substring(head.length() - 4).equals("\r\n\r\n")) {
            int next = in.read();
            if (next < 0 || head.length() > BUFFER) {
                throw new IOException("no head: " + head);
            }
            head.append((char) next);
        }
        if (!head.toString().startsWith("HTTP/1.1 200")) {
            throw new IOException("answered " + head.substring(0, head.indexOf("\r\n")));
        }
        return head.toString();
    }

    private static void read(InputStream in, long bytes) throws IOException {
        byte[] buffer = new byte[BUFFER];
        for (long left = bytes; left > 0; ) {
            int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (read < 0) {
                throw new IOException(left + " of " + bytes + " bytes are missing");
            }
            left -= read;
        }
    }

    private static void readChunked(InputStream in, long bytes) throws IOException {
        byte[] buffer = new byte[BUFFER];
        byte[] last = new byte[LAST_CHUNK.length];
        for (long got = 0; got < bytes || !java.util.Arrays.equals(last, LAST_CHUNK); ) {
            int read = in.read(buffer);
            if (read < 0) {
                throw new IOException("ended after " + got + " of " + bytes + " bytes");
            }
            got += read;
            int keep = Math.max(0, last.length - read);
            System.arraycopy(last, last.length - keep, last, 0, keep);
            System.arraycopy(buffer, Math.max(0, read - last.length), last, keep, last.length - keep);
        }
    }
}
