package io.dispatcher.connection;

import io.dispatcher.protocol.Frame;
import io.dispatcher.protocol.FrameCodec;
import io.dispatcher.protocol.FrameType;
import io.dispatcher.protocol.Hello;
import io.dispatcher.protocol.ProtocolException;
import io.dispatcher.protocol.Wire;
import io.dispatcher.protocol.WorkOrder;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The coordinator's end of one WebSocket, RFC 6455 by hand, so that it can also misbehave. */
public final class FakeSession {
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private final Socket socket;
    private final DataInputStream in;
    private final DataOutputStream out;
    private final Map<String, String> headers;
    private final BlockingQueue<Frame> received = new LinkedBlockingQueue<>();
    private volatile Consumer<Frame> listener = received::add;
    private volatile Hello hello;
    private volatile boolean frozen;
    private volatile int closeCode;
    private volatile String closeReason = "";

    private FakeSession(Socket socket, DataInputStream in, DataOutputStream out, Map<String, String> headers) {
        this.socket = socket;
        this.in = in;
        this.out = out;
        this.headers = headers;
    }

    static FakeSession handshake(Socket socket, int status) throws IOException {
        DataInputStream in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 1 << 16));
        DataOutputStream out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream(), 1 << 16));
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.put(":request", line(in));
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            headers.put(
                    line.substring(0, line.indexOf(':')),
                    line.substring(line.indexOf(':') + 1).strip());
        }
        if (status != 101) {
            out.write(("HTTP/1.1 " + status + " No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            out.flush();
            socket.close();
            return null;
        }
        out.write(
                ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "
                                + accept(headers.get("Sec-WebSocket-Key")) + "\r\nSec-WebSocket-Protocol: "
                                + headers.get("Sec-WebSocket-Protocol") + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        out.flush();
        return new FakeSession(socket, in, out, headers);
    }

    private static String accept(String key) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-1")
                            .digest((key + GUID).getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String line(DataInputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.readUnsignedByte(); c != '\n'; c = in.readUnsignedByte()) {
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    /** A header of the handshake, or the request line under {@code :request}. */
    public String header(String name) {
        return headers.get(name);
    }

    public Hello hello() {
        return hello;
    }

    public int closeCode() {
        return closeCode;
    }

    public String closeReason() {
        return closeReason;
    }

    boolean readHello() throws IOException {
        byte[] message = message();
        if (message == null) {
            return false;
        }
        try {
            Frame first = FrameCodec.decode(ByteBuffer.wrap(message)).get(0);
            if (first.type() != FrameType.HELLO) {
                throw new AssertionError("first frame " + first.type());
            }
            hello = Wire.read(first.metadata(), Hello.class);
            return true;
        } catch (ProtocolException e) {
            throw new AssertionError(e);
        }
    }

    void read() {
        if (frozen) {
            return;
        }
        try {
            for (byte[] message = message(); message != null; message = message()) {
                for (Frame frame : FrameCodec.decode(ByteBuffer.wrap(message))) {
                    listener.accept(frame);
                }
            }
        } catch (ProtocolException e) {
            throw new AssertionError(e);
        } catch (IOException e) {
            closeCode = closeCode == 0 ? -1 : closeCode;
        }
    }

    // One whole message; null after a close frame.
    private byte[] message() throws IOException {
        while (true) {
            int first = in.readUnsignedByte();
            int second = in.readUnsignedByte();
            long length = second & 0x7f;
            length = length == 126 ? in.readUnsignedShort() : length == 127 ? in.readLong() : length;
            byte[] mask = in.readNBytes(4);
            byte[] payload = in.readNBytes((int) length);
            for (int i = 0; i < payload.length; i++) {
                payload[i] ^= mask[i & 3];
            }
            switch (first & 0x0f) {
                case 2 -> {
                    return payload;
                }
                case 8 -> {
                    closed(payload);
                    return null;
                }
                case 9 -> send(10, payload, 0, payload.length);
                default -> {}
            }
        }
    }

    private void closed(byte[] payload) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(payload);
        closeReason = payload.length > 2 ? new String(payload, 2, payload.length - 2, StandardCharsets.UTF_8) : "";
        closeCode = payload.length >= 2 ? buffer.getShort() & 0xffff : 1005;
        send(8, payload, 0, payload.length);
        socket.close();
    }

    private synchronized void send(int opcode, byte[] bytes, int offset, int length) throws IOException {
        out.write(0x80 | opcode);
        if (length < 126) {
            out.write(length);
        } else if (length < 65536) {
            out.write(126);
            out.writeShort(length);
        } else {
            out.write(127);
            out.writeLong(length);
        }
        out.write(bytes, offset, length);
        out.flush();
    }

    /** Sends any bytes as one binary message. */
    public void sendRaw(byte[] bytes) {
        try {
            send(2, bytes, 0, bytes.length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void send(Frame frame) {
        ByteBuffer encoded = FrameCodec.encode(frame);
        sendRaw(encoded.array());
    }

    public void welcome(int heartbeatMs) {
        send(FakeCoordinator.welcome(heartbeatMs));
    }

    public void order(int stream, WorkOrder order, byte[] body) {
        send(Frame.of(FrameType.ORDER, 0, stream, 60_000, Wire.write(order), body));
    }

    /** Ends the session with a close frame. */
    public void close(int code, String reason) {
        byte[] text = reason.getBytes(StandardCharsets.UTF_8);
        byte[] payload = ByteBuffer.allocate(2 + text.length)
                .putShort((short) code)
                .put(text)
                .array();
        try {
            send(8, payload, 0, payload.length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads nothing any more; the socket stays open. */
    public void freeze() {
        frozen = true;
    }

    boolean isFrozen() {
        return frozen;
    }

    /** Cuts the connection without a word. */
    public void cut() {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Gives every further frame to the listener instead of {@link #next}. */
    public void onFrame(Consumer<Frame> newListener) {
        listener = newListener;
    }

    /** The next frame of this type; others are passed over. */
    public Frame next(FrameType type) throws InterruptedException {
        while (true) {
            Frame frame = received.poll(10, TimeUnit.SECONDS);
            if (frame == null) {
                throw new AssertionError(String.format(Locale.ROOT, "no %s within 10 s", type));
            }
            if (frame.type() == type) {
                return frame;
            }
        }
    }
}
