package io.dispatcher.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class FrameCodecTest {
    @Test
    void severalFramesOfOneMessageComeBackAsTheyWere() throws Exception {
        WorkOrder order = order();
        Frame first = Frame.of(
                FrameType.ORDER, Frame.MORE, 7, 30_000, Wire.write(order), "hello".getBytes(StandardCharsets.UTF_8));
        Frame second = Frame.bare(FrameType.HEARTBEAT, 0, 3);
        ByteBuffer message = ByteBuffer.allocate(first.encodedLength() + second.encodedLength());
        FrameCodec.encode(first, message);
        FrameCodec.encode(second, message);

        List<Frame> frames = FrameCodec.decode(message.flip());

        assertThat(frames).hasSize(2);
        assertThat(frames.get(0).more()).isTrue();
        assertThat(frames.get(0).stream()).isEqualTo(7);
        assertThat(frames.get(0).value()).isEqualTo(30_000);
        assertThat(Wire.read(frames.get(0).metadata(), WorkOrder.class)).isEqualTo(order);
        assertThat(new String(frames.get(0).bodyBytes(), StandardCharsets.UTF_8))
                .isEqualTo("hello");
        assertThat(frames.get(1)).isEqualTo(second);
    }

    @Test
    void theHeaderOnTheWireNeverChanges() {
        ByteBuffer bytes = FrameCodec.encode(
                Frame.of(FrameType.ORDER, Frame.MORE, 7, 30_000, new byte[] {(byte) 0xa0}, new byte[] {1, 2}));
        assertThat(HexFormat.of().formatHex(bytes.array()))
                .isEqualTo("0104" + "0001" + "00000007" + "00007530" + "00000001" + "00000002" + "a0" + "0102");
    }

    @Test
    void aHelloKeepsEveryField() throws Exception {
        Hello hello = new Hello(
                "agent-1",
                "i-1",
                "dispatcher/1",
                Map.of("region", "eu"),
                new Inventory(
                        List.of(new AgentAddress("2001:db8::1", "ipv6", "detected")),
                        List.of("2001:db8:1::/64"),
                        List.of("http"),
                        List.of("billing")),
                64,
                List.of(new KnownOrder("o", false, true)));
        assertThat(Wire.read(ByteBuffer.wrap(Wire.write(hello)), Hello.class)).isEqualTo(hello);
    }

    @Test
    void aHugeLengthIsRefusedBeforeAnythingIsAllocated() {
        ByteBuffer bytes = ByteBuffer.allocate(Frame.HEADER_BYTES);
        bytes.put((byte) 1)
                .put((byte) 4)
                .putShort((short) 0)
                .putInt(1)
                .putInt(0)
                .putInt(0)
                .putInt(Integer.MAX_VALUE);
        assertThatThrownBy(() -> FrameCodec.decode(bytes.flip()))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("2147483647");
    }

    @Test
    void anUnknownVersionAndTypeAreNamed() {
        assertThatThrownBy(() -> FrameCodec.decode(header(9, 4))).hasMessageContaining("version 9");
        assertThatThrownBy(() -> FrameCodec.decode(header(1, 99))).hasMessageContaining("type 99");
    }

    @Property
    void randomBytesAreFramesOrAProtocolExceptionAndNothingElse(@ForAll @Size(max = 200) byte[] bytes) {
        try {
            FrameCodec.decode(ByteBuffer.wrap(bytes))
                    .forEach(frame -> assertThat(frame.type()).isNotNull());
        } catch (ProtocolException e) {
            assertThat(e).hasMessageNotContaining("null");
        }
    }

    @Property
    void randomMetadataIsARecordOrAProtocolException(
            @ForAll @Size(max = 200) byte[] noise, @ForAll @IntRange(max = 60) int at) {
        byte[] bytes = Wire.write(order());
        System.arraycopy(noise, 0, bytes, at, Math.min(noise.length, bytes.length - at));
        try {
            assertThat(Wire.read(ByteBuffer.wrap(bytes), WorkOrder.class)).isNotNull();
        } catch (ProtocolException e) {
            assertThat(e).hasMessageContaining("WorkOrder");
        }
    }

    private static ByteBuffer header(int version, int type) {
        return ByteBuffer.allocate(Frame.HEADER_BYTES).put(0, (byte) version).put(1, (byte) type);
    }

    private static WorkOrder order() {
        return new WorkOrder(
                "0190-1",
                1,
                "2001:db8::1",
                "POST",
                "http://example.com/",
                List.of(new HeaderField("A", "1"), new HeaderField("A", "2")),
                30_000,
                1024,
                true,
                true,
                null);
    }
}
