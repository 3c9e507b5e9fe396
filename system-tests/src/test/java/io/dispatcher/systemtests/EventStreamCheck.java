package io.dispatcher.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.jms.BytesMessage;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.JMSProducer;
import jakarta.jms.Queue;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Events at a rate, put into the journal as nodes do, and many who follow: some of them lose their connections again and again, some never read. Nothing is
 * missing, nothing comes twice. {@code -Devents.rate=5000 -Devents.seconds=20}.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class EventStreamCheck {
    private static final int RATE = Integer.getInteger("events.rate", 5_000);
    private static final int SECONDS = Integer.getInteger("events.seconds", 20);
    private static final int SUBSCRIBERS = 20;
    private static final int DISCONNECTS = 100;
    private static final int BATCH = 50;

    @TempDir
    Path directory;

    private final ConcurrentLinkedQueue<String> faults = new ConcurrentLinkedQueue<>();
    private final AtomicInteger disconnects = new AtomicInteger();
    private final List<Subscriber> subscribers = new ArrayList<>();
    private final List<Socket> silent = new ArrayList<>();
    private Processes processes;
    private ExternalBroker broker;
    private RunningProcess coordinator;

    @BeforeEach
    void start() {
        processes = new Processes(directory);
        broker = new ExternalBroker(directory.resolve("broker"), settings -> settings);
        coordinator = processes.coordinator(broker.options());
    }

    @AfterEach
    void stop() throws IOException {
        for (Socket socket : silent) {
            socket.close();
        }
        processes.close();
        broker.close();
    }

    private String url(String rest) {
        return coordinator.url() + "/api/events/" + rest;
    }

    private long last() {
        return Http.get(url("snapshot?since_id=999999999999"))
                .json()
                .path("next_since_id")
                .asLong();
    }

    @Test
    void nobodyMissesAnythingOrSeesItTwice() throws Exception {
        long from = last();
        for (int i = 0; i < SUBSCRIBERS; i++) {
            subscribers.add(new Subscriber(from, new Random(i)));
        }
        subscribers.forEach(Thread::start);
        for (int i = 0; i < 2; i++) {
            silent.add(silent());
        }
        long begun = System.nanoTime();
        int sent = produce();
        double took = (System.nanoTime() - begun) / 1e9;
        long end = from + sent;
        await().atMost(Duration.ofSeconds(120))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> !faults.isEmpty() || subscribers.stream().allMatch(each -> each.seen >= end));
        double behind = (System.nanoTime() - begun) / 1e9 - took;

        assertThat(faults).isEmpty();
        assertThat(last()).isEqualTo(end);
        assertThat(disconnects).hasValueGreaterThanOrEqualTo(DISCONNECTS);
        System.out.printf(
                "%d events in %.1f s (%.0f/s) to %d subscribers, %d disconnects, 2 that do not read: all had all %.2f s after the last was sent%n",
                sent, took, sent / took, SUBSCRIBERS, disconnects.get(), behind);
    }

    /** Asks and never reads. */
    private Socket silent() throws IOException {
        URI uri = URI.create(url("stream"));
        Socket socket = new Socket(uri.getHost(), uri.getPort());
        socket.setReceiveBufferSize(4096);
        OutputStream out = socket.getOutputStream();
        out.write(("GET " + uri.getPath() + " HTTP/1.1\r\nHost: " + uri.getAuthority() + "\r\n\r\n")
                .getBytes(StandardCharsets.ISO_8859_1));
        return socket;
    }

    private int produce() throws JMSException {
        try (JmsClient node = broker.client()) {
            Queue journal = node.context.createQueue("dispatcher.events.in");
            JMSProducer producer = node.producer(DeliveryMode.NON_PERSISTENT);
            int batches = RATE * SECONDS / BATCH;
            long begun = System.nanoTime();
            for (int i = 0; i < batches; i++) {
                BytesMessage message = node.context.createBytesMessage();
                message.writeBytes(batch(i));
                producer.send(journal, message);
                long due = begun + (i + 1L) * BATCH * 1_000_000_000L / RATE;
                while (due - System.nanoTime() > 0) {
                    LockSupport.parkNanos(due - System.nanoTime());
                }
            }
            return batches * BATCH;
        }
    }

    /** CBOR as nodes write notes. */
    private static byte[] batch(int number) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(0x9f);
        number(3, out);
        number(UUID.randomUUID().getMostSignificantBits(), out);
        number(number, out);
        text("check", out);
        for (int i = 0; i < BATCH; i++) {
            text("target.checked", out);
            number(System.currentTimeMillis(), out);
            text("{\"batch\":" + number + ",\"event\":" + i + ",\"url\":\"http://192.0.2.1/some/path\"}", out);
        }
        out.write(0xff);
        return out.toByteArray();
    }

    private static void number(long value, ByteArrayOutputStream out) {
        out.write(value < 0 ? 0x3b : 0x1b);
        out.writeBytes(
                ByteBuffer.allocate(8).putLong(value < 0 ? -1 - value : value).array());
    }

    private static void text(String text, ByteArrayOutputStream out) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.write(0x79);
        out.writeBytes(ByteBuffer.allocate(2).putShort((short) bytes.length).array());
        out.writeBytes(bytes);
    }

    /** Follows, and loses its connection after a random number of events until there were enough of that. */
    private final class Subscriber extends Thread {
        private final Random random;
        private volatile long seen;

        Subscriber(long from, Random random) {
            this.random = random;
            this.seen = from;
            setDaemon(true);
        }

        @Override
        public void run() {
            while (faults.isEmpty()) {
                try (SseReader reader = new SseReader(url("stream"), "Last-Event-ID: " + seen + "\r\n")) {
                    int most = disconnects.get() < DISCONNECTS
                            ? 1 + random.nextInt(RATE * SECONDS * SUBSCRIBERS / DISCONNECTS / 2)
                            : Integer.MAX_VALUE;
                    read(reader, most);
                    disconnects.incrementAndGet();
                } catch (IOException e) {
                    faults.add(e.toString());
                }
            }
        }

        private void read(SseReader reader, int most) throws IOException {
            for (int i = 0; i < most; ) {
                SseReader.Told told = reader.next();
                if (told == null) {
                    throw new IOException("the stream ended at " + seen);
                }
                if (!told.type().equals(":")) {
                    if (told.id() != seen + 1 || told.type().equals("gap")) {
                        faults.add(told.type() + " " + told.id() + " after " + seen);
                        return;
                    }
                    seen = told.id();
                    i++;
                }
            }
        }
    }
}
