package io.dispatcher.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dispatcher.protocol.CloseCode;
import io.dispatcher.protocol.Frame;
import io.dispatcher.protocol.FrameType;
import io.dispatcher.protocol.Hello;
import io.dispatcher.protocol.Inventory;
import io.dispatcher.protocol.KnownOrder;
import io.dispatcher.protocol.OrderRef;
import io.dispatcher.protocol.Wire;
import io.dispatcher.protocol.WorkReply;
import io.dispatcher.work.HandWork;
import io.dispatcher.work.MappedOrderMemory;
import io.dispatcher.work.OrderBook;
import io.dispatcher.work.PingBook;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CoordinatorLinkTest {
    @TempDir
    Path directory;

    private final HandWork work = new HandWork();
    private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(1);
    private final AtomicInteger ready = new AtomicInteger();
    private FakeCoordinator coordinator;
    private MappedOrderMemory memory;
    private OrderBook book;
    private CoordinatorLink link;
    private CompletableFuture<Closed> ended;

    @BeforeEach
    void start() throws Exception {
        coordinator = new FakeCoordinator();
        memory = MappedOrderMemory.open(directory, 64);
        book = new OrderBook(work, memory, 8);
    }

    private void link(Path tokenFile, CoordinatorUrl... urls) {
        link = new CoordinatorLink(
                List.of(urls),
                new Access(tokenFile, null),
                () -> new Hello(
                        "a1",
                        "i1",
                        "test",
                        Map.of(),
                        new Inventory(List.of(), List.of(), List.of("http"), List.of()),
                        8,
                        book.known()),
                book,
                () -> new PingBook(null),
                timer,
                new Backoff(10, 200, RandomGenerator.of("L64X128MixRandom")),
                ready::incrementAndGet);
        ended = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                ended.complete(link.run());
            } catch (Throwable e) {
                ended.completeExceptionally(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    // The acknowledgement comes before the work begins.
    private void finish(String orderId, String body) {
        await().until(() -> work.open().contains(orderId));
        work.finish(orderId, body);
    }

    @AfterEach
    void stop() throws Exception {
        if (link != null) {
            link.stop();
        }
        timer.shutdownNow();
        coordinator.close();
        memory.close();
    }

    @Test
    void itIntroducesItselfOnTheSubprotocolAndKeepsBeating() throws Exception {
        coordinator.greets(session -> session.welcome(50));
        link(null, coordinator.url());
        FakeSession session = coordinator.session();

        assertThat(session.header(":request")).startsWith("GET /ws HTTP/1.1");
        assertThat(session.header("Sec-WebSocket-Protocol")).isEqualTo(Frame.SUBPROTOCOL);
        assertThat(session.header("Authorization")).isNull();
        assertThat(session.hello().agentId()).isEqualTo("a1");
        session.order(1, HandWork.order("o1"), new byte[0]);
        session.next(FrameType.ACK);
        await().until(() -> session.next(FrameType.HEARTBEAT).value() == 1);
        assertThat(ready).hasValue(1);
    }

    @Test
    void theTokenIsReadAgainAtEachConnection() throws Exception {
        Path token = Files.writeString(directory.resolve("token"), "first\n");
        link(token, coordinator.url());
        FakeSession session = coordinator.session();
        assertThat(session.header("Authorization")).isEqualTo("Bearer first");

        Files.writeString(token, "second");
        session.cut();

        assertThat(coordinator.session().header("Authorization")).isEqualTo("Bearer second");
    }

    @Test
    void anOrderRunsOnThroughACutAndItsReplyComesInTheNextSession() throws Exception {
        link(null, coordinator.url());
        FakeSession session = coordinator.session();
        session.order(1, HandWork.order("o1"), new byte[0]);
        session.next(FrameType.ACK);
        session.cut();
        FakeSession second = coordinator.session();

        assertThat(second.hello().known()).containsExactly(new KnownOrder("o1", true, false));
        finish("o1", "body");
        Frame reply = second.next(FrameType.REPLY);
        assertThat(reply.stream()).isNegative();
        assertThat(Wire.read(reply.metadata(), WorkReply.class).orderId()).isEqualTo("o1");
        assertThat(new String(reply.bodyBytes())).isEqualTo("body");
    }

    @Test
    void anUnconfirmedReplyIsSentAgainUntilItIsConfirmed() throws Exception {
        link(null, coordinator.url());
        FakeSession session = coordinator.session();
        session.order(1, HandWork.order("o1"), new byte[0]);
        session.next(FrameType.ACK);
        finish("o1", "x");
        session.next(FrameType.REPLY);
        session.cut();

        FakeSession second = coordinator.session();
        assertThat(second.hello().known()).containsExactly(new KnownOrder("o1", false, true));
        Frame again = second.next(FrameType.REPLY);
        second.send(Frame.bare(FrameType.CONFIRM, again.stream(), 0));
        await().until(() -> book.known().isEmpty());
        second.cut();

        assertThat(coordinator.session().hello().known()).isEmpty();
    }

    @Test
    void aReplyCanBeConfirmedByItsOrderId() throws Exception {
        link(null, coordinator.url());
        FakeSession session = coordinator.session();
        session.order(1, HandWork.order("o1"), new byte[0]);
        session.next(FrameType.ACK);
        finish("o1", "x");
        session.next(FrameType.REPLY);
        session.send(Frame.of(FrameType.CONFIRM, 0, Wire.write(new OrderRef("o1"))));

        await().until(() -> book.known().isEmpty());
    }

    @Test
    void anOrderThatComesTwiceIsAcknowledgedTwiceAndRunOnce() throws Exception {
        link(null, coordinator.url());
        FakeSession session = coordinator.session();
        session.order(1, HandWork.order("o1"), new byte[0]);
        session.order(2, HandWork.order("o1"), new byte[0]);
        assertThat(session.next(FrameType.ACK).stream()).isEqualTo(1);
        assertThat(session.next(FrameType.ACK).stream()).isEqualTo(2);
        finish("o1", "x");

        assertThat(session.next(FrameType.REPLY).stream()).isEqualTo(2);
        assertThat(work.begun()).isEqualTo(1);
    }

    @Test
    void aCancelledOrderEndsWithoutReply() throws Exception {
        link(null, coordinator.url());
        FakeSession session = coordinator.session();
        session.order(1, HandWork.order("o1"), new byte[0]);
        session.next(FrameType.ACK);
        session.send(Frame.bare(FrameType.CANCEL, 1, 1));

        await().until(() -> work.cancelled().contains("o1"));
        assertThat(book.known()).isEmpty();
        assertThat(book.inFlight()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
    void whatANodeMustNotSendEndsTheSessionWith4400AndTheAgentComesBack(int which) throws Exception {
        link(null, coordinator.url());
        FakeSession session = coordinator.session();
        session.sendRaw(badMessages().get(which));

        await().untilAsserted(() -> assertThat(session.closeCode()).isEqualTo(CloseCode.BAD_FRAME.code()));
        assertThat(session.closeReason()).isNotEmpty();
        assertThat(coordinator.session().hello().agentId()).isEqualTo("a1");
    }

    private static List<byte[]> badMessages() {
        byte[] hugeLength = FakeCoordinator.bytes(Frame.bare(FrameType.HEARTBEAT, 0, 0));
        hugeLength[12] = 0x7f;
        byte[] version = FakeCoordinator.bytes(Frame.bare(FrameType.HEARTBEAT, 0, 0));
        version[0] = 9;
        byte[] type = FakeCoordinator.bytes(Frame.bare(FrameType.HEARTBEAT, 0, 0));
        type[1] = 99;
        return List.of(
                new byte[] {1, 2, 3},
                hugeLength,
                version,
                type,
                FakeCoordinator.bytes(Frame.of(FrameType.ORDER, 1, new byte[] {1, 2, 3})),
                FakeCoordinator.bytes(Frame.of(FrameType.ORDER, 0, Wire.write(HandWork.order("o")))),
                FakeCoordinator.bytes(Frame.of(FrameType.HELLO, 0, new byte[0])),
                FakeCoordinator.bytes(Frame.of(FrameType.ORDER, 1, Wire.write(HandWork.order("x".repeat(65))))));
    }

    @Test
    void moreOrdersThanTheCreditEndTheSession() throws Exception {
        link(null, coordinator.url());
        FakeSession session = coordinator.session();
        for (int i = 1; i <= 9; i++) {
            session.order(i, HandWork.order("o" + i), new byte[0]);
        }

        await().untilAsserted(() -> assertThat(session.closeCode()).isEqualTo(CloseCode.BAD_FRAME.code()));
        assertThat(work.begun()).isEqualTo(8);
    }

    @ParameterizedTest
    @EnumSource(
            value = CloseCode.class,
            names = {"NO_TOKEN", "NOT_YOUR_ID", "REMOVED", "VERSION"})
    void someCloseCodesEndTheAgent(CloseCode code) throws Exception {
        coordinator.greets(session -> session.close(code.code(), "because"));
        link(null, coordinator.url());

        assertThat(ended.get(5, TimeUnit.SECONDS)).isEqualTo(new Closed(code, "because"));
    }

    @Test
    void anAgentWhoseTokenIsTakenAwayTriesAgainUntilItsFileHasAnother() throws Exception {
        Path token = Files.writeString(directory.resolve("token"), "first");
        link(token, coordinator.url());
        FakeSession session = coordinator.session();
        await().until(() -> ready.get() == 1);
        coordinator.greets(refused -> refused.close(CloseCode.NO_TOKEN.code(), "a token is needed"));
        session.close(CloseCode.NO_TOKEN.code(), "revoked");
        for (int refused = 0; refused < 3; refused++) {
            assertThat(coordinator.session().header("Authorization")).isEqualTo("Bearer first");
        }

        Files.writeString(token, "second");
        coordinator.greets(accepted -> accepted.welcome(50));

        await().until(() -> ready.get() == 2);
        assertThat(ended).isNotDone();
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403})
    void aRefusedHandshakeEndsTheAgent(int status) throws Exception {
        coordinator.answersHandshakesWith(status);
        link(null, coordinator.url());

        assertThat(ended.get(5, TimeUnit.SECONDS).worthRetrying()).isFalse();
    }

    @Test
    void anotherRefusedHandshakeIsTriedAgain() throws Exception {
        coordinator.answersHandshakesWith(503);
        link(null, coordinator.url());
        coordinator.answersHandshakesWith(101);

        assertThat(coordinator.session().hello().agentId()).isEqualTo("a1");
        assertThat(ended).isNotDone();
    }

    @Test
    void anIdThatStaysInUseEndsTheAgentAfterSomeTries() throws Exception {
        coordinator.greets(session -> session.close(CloseCode.ID_IN_USE.code(), "in use"));
        link(null, coordinator.url());

        await().atMost(Duration.ofSeconds(60)).until(ended::isDone);
        assertThat(ended.get().code()).isEqualTo(CloseCode.ID_IN_USE);
    }

    @Test
    void theNextCoordinatorIsTriedWhenOneIsAway() throws Exception {
        try (FakeCoordinator gone = new FakeCoordinator()) {
            CoordinatorUrl away = gone.url();
            gone.close();
            link(null, away, coordinator.url());

            assertThat(coordinator.session().hello().agentId()).isEqualTo("a1");
        }
    }

    @Test
    void aSilentCoordinatorIsLeftAfterThreeHeartbeats() throws Exception {
        coordinator.greets(session -> session.welcome(100));
        link(null, coordinator.url());
        coordinator.session();

        assertThat(coordinator.session().hello().agentId()).isEqualTo("a1");
    }

    @Test
    void aCoordinatorThatReadsNoMoreIsLeftThoughTheWriterIsStuck() throws Exception {
        coordinator.greets(session -> {
            session.welcome(100);
            session.freeze();
            for (int i = 1; i <= 8; i++) {
                session.order(i, HandWork.order("o" + i), new byte[0]);
            }
        });
        link(null, coordinator.url());
        await().until(() -> work.open().size() == 8);
        coordinator.greets(session -> session.welcome(1000));
        int before = Thread.activeCount();
        String large = "x".repeat(6_000_000);
        work.open().forEach(order -> work.finish(order, large));

        assertThat(coordinator.session().hello().known()).hasSize(8);
        await().until(() -> Thread.activeCount() <= before + 2);
    }

    @Test
    void drainingAndInventoryAreTold() throws Exception {
        link(null, coordinator.url());
        FakeSession session = coordinator.session();
        await().until(() -> ready.get() == 1);
        link.inventoryChanged(new Inventory(List.of(), List.of(), List.of("http", "ipv6"), List.of()));
        link.drain();

        assertThat(Wire.read(session.next(FrameType.INVENTORY).metadata(), Inventory.class)
                        .capabilities())
                .containsExactly("http", "ipv6");
        session.next(FrameType.DRAIN);
        link.stop();
        await().untilAsserted(() -> assertThat(session.closeCode()).isEqualTo(1000));
        assertThat(ended.get(5, TimeUnit.SECONDS).code()).isEqualTo(CloseCode.NORMAL);
    }
}
