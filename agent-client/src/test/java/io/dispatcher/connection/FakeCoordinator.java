package io.dispatcher.connection;

import io.dispatcher.protocol.CloseCode;
import io.dispatcher.protocol.Frame;
import io.dispatcher.protocol.FrameCodec;
import io.dispatcher.protocol.Welcome;
import io.dispatcher.protocol.Wire;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A coordinator for tests: accepts WebSockets on loopback, one {@link FakeSession} each. */
public final class FakeCoordinator implements AutoCloseable {
    private final ServerSocket server;
    private final BlockingQueue<FakeSession> sessions = new LinkedBlockingQueue<>();
    private volatile Consumer<FakeSession> greeting;
    private volatile int status = 101;

    public FakeCoordinator() throws IOException {
        this(0);
    }

    public FakeCoordinator(int port) throws IOException {
        server = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
        greeting = session -> session.welcome(1000);
        Thread thread = new Thread(this::accept, "fake-coordinator");
        thread.setDaemon(true);
        thread.start();
    }

    public int port() {
        return server.getLocalPort();
    }

    public CoordinatorUrl url() {
        return CoordinatorUrl.parse("http://127.0.0.1:" + server.getLocalPort());
    }

    /** What to do first in each new session, after HELLO was read; by default a WELCOME with a heartbeat of 1 s. */
    public FakeCoordinator greets(Consumer<FakeSession> action) {
        greeting = action;
        return this;
    }

    /** Answers handshakes with this HTTP status. */
    public FakeCoordinator answersHandshakesWith(int newStatus) {
        status = newStatus;
        return this;
    }

    /** The next session, greeted. */
    public FakeSession session() throws InterruptedException {
        FakeSession session = sessions.poll(10, TimeUnit.SECONDS);
        if (session == null) {
            throw new AssertionError("no session within 10 s");
        }
        return session;
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                socket.setTcpNoDelay(true);
                Thread thread = new Thread(() -> serve(socket), "fake-session");
                thread.setDaemon(true);
                thread.start();
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try {
            FakeSession session = FakeSession.handshake(socket, status);
            if (session != null && session.readHello()) {
                greeting.accept(session);
                if (!session.isFrozen()) {
                    sessions.add(session);
                }
                session.read();
            }
        } catch (IOException e) {
            // The agent hung up; the test looks at what it got.
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    static Frame welcome(int heartbeatMs) {
        return Frame.of(io.dispatcher.protocol.FrameType.WELCOME, 0, Wire.write(new Welcome("fake", heartbeatMs)));
    }

    static byte[] bytes(Frame frame) {
        return FrameCodec.encode(frame).array();
    }

    static int code(CloseCode code) {
        return code.code();
    }
}
