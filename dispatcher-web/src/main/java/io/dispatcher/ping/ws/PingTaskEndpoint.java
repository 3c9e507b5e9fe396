package io.dispatcher.ping.ws;

import io.dispatcher.ping.StoredTask;
import io.dispatcher.ping.StoredTasks;
import io.dispatcher.security.Caller;
import io.dispatcher.security.Tokens;
import io.dispatcher.web.BearerHandshake;
import jakarta.inject.Inject;
import jakarta.websocket.CloseReason;
import jakarta.websocket.CloseReason.CloseCodes;
import jakarta.websocket.OnClose;
import jakarta.websocket.OnError;
import jakarta.websocket.OnOpen;
import jakarta.websocket.SendHandler;
import jakarta.websocket.SendResult;
import jakarta.websocket.Session;
import jakarta.websocket.server.PathParam;
import jakarta.websocket.server.ServerEndpoint;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** {@code /ws/ping-tasks/{id}}: a kept task's events from the first one on, one a message; closed after the last. */
@ServerEndpoint(value = "/ws/ping-tasks/{id}", configurator = BearerHandshake.class)
public class PingTaskEndpoint {
    private static final System.Logger LOG = System.getLogger(PingTaskEndpoint.class.getName());

    @Inject
    private StoredTasks tasks;

    @Inject
    private Tokens tokens;

    private volatile @Nullable Reader reader;

    @OnOpen
    public void open(Session socket, @PathParam("id") String id) throws IOException {
        // Below zero Tyrus 2.1.6 sets up no timer at all.
        socket.setMaxIdleTimeout(-1);
        StoredTask task = find(id);
        if (task == null) {
            socket.close(new CloseReason(CloseCodes.CANNOT_ACCEPT, "there is no such ping task here"));
            return;
        }
        // Who may not was refused before the handshake.
        Caller caller = BearerHandshake.caller(socket, tokens);
        Reader opened = new Reader(socket, task, () -> caller != null && tokens.admits(caller));
        reader = opened;
        opened.next();
    }

    private @Nullable StoredTask find(String id) {
        try {
            return tasks.find(UUID.fromString(id));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    @OnClose
    public void close() {
        Reader current = reader;
        if (current != null) {
            current.stop();
        }
    }

    @OnError
    public void error(Throwable error) {
        LOG.log(Level.DEBUG, "a ping task's WebSocket failed", error);
        close();
    }

    /** Sends one message after the other: the next one when the last one is gone. */
    private static final class Reader {
        private final Session socket;
        private final StoredTask task;
        private final BooleanSupplier admitted;
        private final Runnable wake = this::send;
        private volatile long since;

        Reader(Session socket, StoredTask task, BooleanSupplier admitted) {
            this.socket = socket;
            this.task = task;
            this.admitted = admitted;
        }

        void next() {
            if (!task.whenAfter(since, wake)) {
                close(CloseCodes.TRY_AGAIN_LATER, "too many watch this task already");
            }
        }

        void stop() {
            task.forget(wake);
        }

        /** A loop as long as each message is gone when the call returns, as nearly always. */
        private void send() {
            StoredTask.Page page = task.after(since, 1);
            while (!page.events().isEmpty()) {
                if (!admitted.getAsBoolean()) {
                    close(CloseCodes.VIOLATED_POLICY, "the token was revoked or has expired");
                    return;
                }
                since = page.next();
                Sending sending = new Sending();
                try {
                    socket.getAsyncRemote().sendText(new String(page.events().get(0), StandardCharsets.UTF_8), sending);
                } catch (IllegalStateException e) {
                    LOG.log(Level.DEBUG, "a ping task's WebSocket is closed", e);
                    return;
                }
                if (!sending.over.getAndSet(true)) {
                    return;
                }
                page = task.after(since, 1);
            }
            if (page.done()) {
                close(CloseCodes.NORMAL_CLOSURE, "the task has ended");
            } else {
                next();
            }
        }

        /** One message on its way: of its completion and the return of the call that sent it, the later one goes on. */
        private final class Sending implements SendHandler {
            final AtomicBoolean over = new AtomicBoolean();

            @Override
            public void onResult(SendResult result) {
                if (over.getAndSet(true) && result.isOK()) {
                    send();
                }
            }
        }

        private void close(CloseCodes code, String reason) {
            try {
                socket.close(new CloseReason(code, reason));
            } catch (IOException | IllegalStateException e) {
                LOG.log(Level.DEBUG, "a ping task's WebSocket was closed already", e);
            }
        }
    }
}
