package io.dispatcher.work;

import io.dispatcher.protocol.Frame;
import io.dispatcher.protocol.ProtocolException;
import io.dispatcher.protocol.Wire;
import io.dispatcher.protocol.WorkReply;
import java.io.IOException;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The memory as a memory-mapped file: what was stored survives the death of the process, not a power failure.
 *
 * <p>Two files. {@code orders}: a header and slots of {@value #SLOT_BYTES} bytes, each with an order's id, its state and, where it fits, its
 * reply. {@code replies}: {@value #SEGMENTS} segments of {@value #SEGMENT_BYTES} bytes for larger replies. A reply that fits neither (or
 * finds no free segment) is not kept: after a crash its order counts as begun, outcome unknown. Slots and segments freed last are used
 * next, so that few pages are ever touched.
 */
public final class MappedOrderMemory implements OrderMemory, AutoCloseable {
    private static final long MAGIC = 0x4469_7370_4f72_6431L;
    private static final int HEADER_BYTES = 4096;
    private static final int SLOT_BYTES = 2048;
    private static final int INLINE_AT = 96;
    private static final int SEGMENTS = 512;
    private static final int SEGMENT_BYTES = Frame.MAX_DATA_BYTES + 8 * 1024;
    private static final byte FREE = 0;
    private static final byte BEGUN = 1;
    private static final byte FINISHED = 2;
    private static final int INLINE = -1;
    private static final int ID_BYTES = 64;

    private final MappedByteBuffer orders;
    private final FileChannel replies;
    private final List<RememberedOrder> remembered;
    private final IntStack freeSlots;
    private final IntStack freeSegments = new IntStack(SEGMENTS);
    private long sequence;

    /**
     * Opens the memory, or makes it.
     *
     * @param slots how many orders it holds; a file of another size is rewritten
     * @throws IOException if the files cannot be made or read
     */
    public static MappedOrderMemory open(Path directory, int slots) throws IOException {
        Path file = directory.resolve("orders");
        List<RememberedOrder> before = List.of();
        if (Files.exists(file) && slotsOf(file) != slots) {
            before = load(directory, file);
            Files.move(file, directory.resolve("orders.old"), StandardCopyOption.REPLACE_EXISTING);
        }
        MappedOrderMemory memory = new MappedOrderMemory(directory, file, slots);
        return before.isEmpty() ? memory : memory.refilled(directory, before);
    }

    private static List<RememberedOrder> load(Path directory, Path file) throws IOException {
        int slots = slotsOf(file);
        if (slots <= 0) {
            return List.of();
        }
        try (MappedOrderMemory old = new MappedOrderMemory(directory, file, slots)) {
            return old.remembered();
        }
    }

    private MappedOrderMemory refilled(Path directory, List<RememberedOrder> before) throws IOException {
        for (RememberedOrder order : before) {
            int slot = begin(order.orderId());
            byte[] reply = order.reply();
            if (slot != NO_SLOT && reply != null) {
                finish(slot, reply, ReplyBody.of(order.body(), order.body().length));
            }
        }
        close();
        return new MappedOrderMemory(directory, directory.resolve("orders"), freeSlots.capacity());
    }

    // 0 for a file that is not of this kind.
    private static int slotsOf(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer head = ByteBuffer.allocate(12);
            channel.read(head, 0);
            head.flip();
            if (head.remaining() < 12 || head.getLong() != MAGIC) {
                return 0;
            }
            int slots = head.getInt();
            return slots > 0 && channel.size() == HEADER_BYTES + (long) slots * SLOT_BYTES ? slots : 0;
        }
    }

    private MappedOrderMemory(Path directory, Path file, int slots) throws IOException {
        freeSlots = new IntStack(slots);
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            orders = channel.map(FileChannel.MapMode.READ_WRITE, 0, HEADER_BYTES + (long) slots * SLOT_BYTES);
        }
        orders.putLong(0, MAGIC).putInt(8, slots);
        replies = FileChannel.open(
                directory.resolve("replies"),
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE);
        remembered = List.copyOf(scan(slots));
    }

    private List<RememberedOrder> scan(int slots) throws IOException {
        boolean[] taken = new boolean[SEGMENTS];
        List<RememberedOrder> found = new ArrayList<>();
        for (int slot = slots - 1; slot >= 0; slot--) {
            RememberedOrder order = orders.get(at(slot)) == FREE ? null : read(slot);
            if (order == null) {
                orders.put(at(slot), FREE);
                freeSlots.push(slot);
                continue;
            }
            found.add(order);
            sequence = Math.max(sequence, orders.getLong(at(slot) + 16));
            int segment = orders.getInt(at(slot) + 12);
            if (order.reply() != null && segment >= 0) {
                taken[segment] = true;
            }
        }
        for (int segment = SEGMENTS - 1; segment >= 0; segment--) {
            if (!taken[segment]) {
                freeSegments.push(segment);
            }
        }
        found.sort(Comparator.comparingLong(order -> orders.getLong(at(order.slot()) + 16)));
        return found;
    }

    private @Nullable RememberedOrder read(int slot) throws IOException {
        int at = at(slot);
        int idLength = orders.get(at + 1);
        if (idLength <= 0 || idLength > ID_BYTES) {
            return null;
        }
        byte[] id = new byte[idLength];
        orders.get(at + 24, id);
        String orderId = new String(id, StandardCharsets.UTF_8);
        byte[] kept = orders.get(at) == FINISHED ? kept(at) : null;
        int replyLength = orders.getInt(at + 4);
        if (kept == null || !isReplyTo(orderId, kept, replyLength)) {
            orders.put(at, BEGUN);
            return new RememberedOrder(slot, orderId, null, new byte[0]);
        }
        byte[] reply = Arrays.copyOf(kept, replyLength);
        return new RememberedOrder(slot, orderId, reply, Arrays.copyOfRange(kept, replyLength, kept.length));
    }

    private byte @Nullable [] kept(int at) throws IOException {
        int replyLength = orders.getInt(at + 4);
        int bodyLength = orders.getInt(at + 8);
        int segment = orders.getInt(at + 12);
        if (replyLength <= 0 || bodyLength < 0 || (long) replyLength + bodyLength > SEGMENT_BYTES) {
            return null;
        }
        ByteBuffer bytes = ByteBuffer.allocate(replyLength + bodyLength);
        if (segment == INLINE && bytes.capacity() <= SLOT_BYTES - INLINE_AT) {
            orders.get(at + INLINE_AT, bytes.array());
            return bytes.array();
        }
        if (segment < 0 || segment >= SEGMENTS) {
            return null;
        }
        while (bytes.hasRemaining()) {
            if (replies.read(bytes, (long) segment * SEGMENT_BYTES + bytes.position()) < 0) {
                return null;
            }
        }
        return bytes.array();
    }

    // After a power failure anything may stand here; the node must not get it.
    private static boolean isReplyTo(String orderId, byte[] kept, int replyLength) {
        try {
            return Wire.read(ByteBuffer.wrap(kept, 0, replyLength), WorkReply.class)
                    .orderId()
                    .equals(orderId);
        } catch (ProtocolException e) {
            return false;
        }
    }

    @Override
    public List<RememberedOrder> remembered() {
        return remembered;
    }

    @Override
    public int begin(String orderId) {
        byte[] id = orderId.getBytes(StandardCharsets.UTF_8);
        if (freeSlots.isEmpty() || id.length > ID_BYTES || id.length == 0) {
            return NO_SLOT;
        }
        int slot = freeSlots.pop();
        int at = at(slot);
        orders.put(at + 1, (byte) id.length).putLong(at + 16, ++sequence).put(at + 24, id);
        state(at, BEGUN);
        return slot;
    }

    @Override
    public void finish(int slot, byte[] reply, ReplyBody body) throws IOException {
        int at = at(slot);
        long length = reply.length + body.size();
        boolean inline = length <= SLOT_BYTES - INLINE_AT;
        if (!inline && (length > SEGMENT_BYTES || freeSegments.isEmpty())) {
            return;
        }
        int segment = inline ? INLINE : freeSegments.pop();
        if (inline) {
            orders.put(at + INLINE_AT, reply);
            body.read(0, orders.slice(at + INLINE_AT + reply.length, (int) body.size()));
        } else {
            write(segment, reply, body);
        }
        orders.putInt(at + 4, reply.length).putInt(at + 8, (int) body.size()).putInt(at + 12, segment);
        state(at, FINISHED);
    }

    private void write(int segment, byte[] reply, ReplyBody body) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(reply.length + (int) body.size());
        bytes.put(reply);
        body.read(0, bytes);
        bytes.flip();
        while (bytes.hasRemaining()) {
            replies.write(bytes, (long) segment * SEGMENT_BYTES + bytes.position());
        }
    }

    @Override
    public void loseReply(int slot) {
        freeSegment(slot);
        state(at(slot), BEGUN);
    }

    @Override
    public void forget(int slot) {
        freeSegment(slot);
        state(at(slot), FREE);
        freeSlots.push(slot);
    }

    private void freeSegment(int slot) {
        int segment = orders.getInt(at(slot) + 12);
        if (orders.get(at(slot)) == FINISHED && segment >= 0) {
            freeSegments.push(segment);
        }
    }

    // All that a state vouches for is stored before it.
    private void state(int at, byte state) {
        VarHandle.storeStoreFence();
        orders.put(at, state);
        VarHandle.storeStoreFence();
    }

    private static int at(int slot) {
        return HEADER_BYTES + slot * SLOT_BYTES;
    }

    @Override
    public void close() throws IOException {
        replies.close();
    }
}
