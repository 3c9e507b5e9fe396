package io.dispatcher.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** WebSockets to a service that only an agent reaches, through every door. */
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TunnelUpgradeIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final Random RANDOM = new Random(7);

    private Processes processes;
    private UpstreamServer shop;
    private WebSocketUpstream chat;
    private RunningProcess coordinator;
    private RunningProcess agent;
    private String proxy;
    private String client;

    enum Door {
        COORDINATOR,
        PROXY_PORT,
        CLIENT
    }

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        processes = new Processes(directory);
        shop = new UpstreamServer();
        chat = new WebSocketUpstream();
        coordinator = processes.coordinator("--proxy", "0=chat");
        agent = processes.agent(
                coordinator, "inside", "--upstream", "shop=" + shop.url(), "--upstream", "chat=" + chat.url());
        proxy = coordinator.proxy("chat").toString();
        client = processes.tunnel(coordinator, "chat").url();
    }

    @AfterAll
    void stop() {
        processes.close();
        chat.close();
        shop.close();
    }

    private URI url(Door door, String path) {
        String base =
                switch (door) {
                    case COORDINATOR -> coordinator.url() + "/t/chat";
                    case PROXY_PORT -> proxy;
                    case CLIENT -> client;
                };
        return URI.create(base.replaceFirst("^http", "ws") + path);
    }

    private WebSocket open(URI url, Ear ear) throws Exception {
        return CLIENT.newWebSocketBuilder()
                .connectTimeout(LIMIT)
                .buildAsync(url, ear)
                .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @EnumSource
    void messagesOfAnySizeComeBackAsTheyWent(Door door) throws Exception {
        Ear ear = new Ear();
        WebSocket socket = open(url(door, "/room?x=1"), ear);
        assertThat((String) chat.nextOpened().getAttachment()).isEqualTo("/room?x=1");
        for (int size : new int[] {1, 125, 126, 1000, 65_535, 65_536, 100_003, 1 << 20}) {
            byte[] body = new byte[size];
            RANDOM.nextBytes(body);
            socket.sendBinary(ByteBuffer.wrap(body), true).join();
            assertThat(Arrays.equals((byte[]) ear.next(), body))
                    .as(size + " bytes")
                    .isTrue();
            String text = "ä".repeat(size / 2) + size;
            socket.sendText(text, true).join();
            assertThat(ear.next().equals(text)).as(size + " characters").isTrue();
        }
        socket.sendClose(4000, "enough").join();
        assertThat(chat.nextClosed()).isEqualTo("4000 enough");
        assertThat(ear.next()).isEqualTo("closed 4000");
    }

    @ParameterizedTest
    @EnumSource
    void manyMessagesAtOnceKeepTheirOrderAndBytes(Door door) throws Exception {
        Ear ear = new Ear();
        WebSocket socket = open(url(door, "/"), ear);
        byte[] body = new byte[1 << 20];
        RANDOM.nextBytes(body);
        for (int i = 0; i < 40; i++) {
            body[0] = (byte) i;
            socket.sendBinary(ByteBuffer.wrap(body.clone()), true).join();
        }
        for (int i = 0; i < 40; i++) {
            body[0] = (byte) i;
            assertThat(Arrays.equals((byte[]) ear.next(), body))
                    .as("message " + i)
                    .isTrue();
        }
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
        assertThat(ear.next()).isEqualTo("closed 1000");
        assertThat(chat.nextOpened()).isNotNull();
        assertThat(chat.nextClosed()).startsWith("1000");
    }

    @ParameterizedTest
    @EnumSource
    void whatTheServiceSaysFirstArrivesAtOnceAndItsCloseToo(Door door) throws Exception {
        Ear ear = new Ear();
        open(url(door, "/"), ear);
        org.java_websocket.WebSocket inside = chat.nextOpened();
        for (int i = 0; i < 3; i++) {
            inside.send("news " + i);
            assertThat(ear.next()).isEqualTo("news " + i);
        }
        inside.close(4001, "that was it");
        assertThat(ear.next()).isEqualTo("closed 4001");
        assertThat(chat.nextClosed()).startsWith("4001");
    }

    @ParameterizedTest
    @EnumSource
    void aCallerThatGoesAwayIsGoneForTheService(Door door) throws Exception {
        WebSocket socket = open(url(door, "/"), new Ear());
        assertThat(chat.nextOpened()).isNotNull();
        socket.abort();
        assertThat(chat.nextClosed()).startsWith("1006");
    }

    @ParameterizedTest
    @EnumSource
    void aServiceThatBreaksOffIsGoneForTheCaller(Door door) throws Exception {
        Ear ear = new Ear();
        open(url(door, "/"), ear);
        chat.nextOpened().closeConnection(1006, "torn");
        assertThat(ear.next().toString()).isIn("closed 1006", "broken");
        assertThat(chat.nextClosed()).startsWith("1006");
    }

    @Test
    void aServiceThatRefusesSaysSoItself() {
        for (String path : new String[] {"shop/forbidden 403", "shop/nowhere 404", "no-one/ 503"}) {
            String[] parts = path.split(" ");
            URI url = URI.create(coordinator.url().replaceFirst("^http", "ws") + "/t/" + parts[0]);
            assertThatThrownBy(() -> CLIENT.newWebSocketBuilder()
                            .header("Dispatcher-Upstream-Wait", "1")
                            .buildAsync(url, new Ear())
                            .get(LIMIT.toSeconds(), TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .isInstanceOfSatisfying(WebSocketHandshakeException.class, refused -> assertThat(
                                    refused.getResponse().statusCode())
                            .as(path + " " + refused.getResponse().headers().map())
                            .isEqualTo(Integer.parseInt(parts[1])));
        }
    }

    @Test
    void aQuietSocketOutlivesEveryWait() throws Exception {
        Ear ear = new Ear();
        WebSocket socket = CLIENT.newWebSocketBuilder()
                .header("Dispatcher-Reply-Wait", "0.5")
                .buildAsync(url(Door.COORDINATOR, "/quiet"), ear)
                .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        org.java_websocket.WebSocket inside = chat.nextOpened();
        await().atMost(LIMIT).during(Duration.ofSeconds(7)).until(inside::isOpen);
        socket.sendText("still there?", true).join();
        assertThat(ear.next()).isEqualTo("still there?");
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
        assertThat(chat.nextClosed()).startsWith("1000");
        await().atMost(LIMIT).untilAsserted(() -> {
            JsonNode item = Http.get(coordinator.url() + "/api/history?kind=tunnel&limit=1&url=/quiet")
                    .json()
                    .path("items")
                    .path(0);
            assertThat(item.path("status_code").asInt()).isEqualTo(101);
            assertThat(item.path("error").isNull() || item.path("error").isMissingNode())
                    .as(item.toString())
                    .isTrue();
        });
    }

    @ParameterizedTest
    @EnumSource
    void anAgentThatIsLostEndsItsSockets(Door door) throws Exception {
        agent.kill();
        RunningProcess doomed = processes.agent(coordinator, "doomed", "--upstream", "chat=" + chat.url());
        Ear ear = new Ear();
        open(url(door, "/"), ear);
        assertThat(chat.nextOpened()).isNotNull();
        doomed.kill();
        assertThat(ear.next().toString()).isIn("closed 1006", "broken");
        assertThat(chat.nextClosed()).startsWith("1006");
        agent = processes.agent(
                coordinator, "inside", "--upstream", "shop=" + shop.url(), "--upstream", "chat=" + chat.url());
    }

    /** Gathers whole messages: text, bytes, "closed" with its code, or "broken". */
    private static final class Ear implements WebSocket.Listener {
        private final BlockingQueue<Object> heard = new LinkedBlockingQueue<>();
        private final StringBuilder text = new StringBuilder();
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        Object next() throws InterruptedException {
            Object next = heard.poll(LIMIT.toSeconds(), TimeUnit.SECONDS);
            assertThat(next).as("what is heard").isNotNull();
            return next;
        }

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
            text.append(part);
            if (last) {
                heard.add(text.toString());
                text.setLength(0);
            }
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer part, boolean last) {
            byte[] read = new byte[part.remaining()];
            part.get(read);
            bytes.writeBytes(read);
            if (last) {
                heard.add(bytes.toByteArray());
                bytes.reset();
            }
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            heard.add("closed " + code);
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable cause) {
            heard.add("broken");
        }
    }
}
