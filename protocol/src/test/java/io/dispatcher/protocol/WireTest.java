package io.dispatcher.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WireTest {
    private static final WorkTimings TIMINGS = new WorkTimings(0.5, 1, 0, 2.25, 3.75);

    static Stream<Record> records() {
        return Stream.of(
                new Welcome("node-1", 5_000),
                new OrderRef("0190-1"),
                new Acknowledgement("5e1f"),
                new KnownOrder("0190-1", true, false),
                new Inventory(
                        List.of(new AgentAddress("192.0.2.1", "ipv4", "default-route")),
                        List.of(),
                        List.of(),
                        List.of()),
                new WorkReply(
                        "0190-1",
                        null,
                        "2001:db8::1",
                        200,
                        "HTTP/2",
                        List.of(new HeaderField("Set-Cookie", "a=1"), new HeaderField("Set-Cookie", "b=2")),
                        true,
                        7,
                        TIMINGS,
                        new PeerCertificate("CN=a", "CN=b", 1, 2)),
                new PingOrder(List.of("example.com", "2001:db8::1"), 100, 3, 1_000, 1, 56, "any", "2001:db8::2"),
                new PingResults(List.of(
                        new PingResult(
                                1,
                                PingResult.REPLY,
                                2,
                                1_250_000L,
                                "2001:db8::1",
                                "2001:db8::2",
                                57,
                                64,
                                1L,
                                null,
                                null),
                        PingResult.error(0, "why", 2),
                        PingResult.summary(
                                0, new PingSummary(3, 2, 1, 0, 0, 33.3, new PingTimes(1, 2, 3, 4, 5, 6, 7)), 3),
                        PingResult.summary(1, PingSummary.nothing(1), 4))),
                WorkReply.failed("0190-2", new WorkFailure("target-dns", "no address"), null, WorkTimings.NONE),
                WorkReply.failed("0190-3", new WorkFailure("upstream-io", "cut"), null, WorkTimings.NONE)
                        .ofUpstream("5e1f"));
    }

    @ParameterizedTest
    @MethodSource("records")
    void everyRecordComesBackAsItWas(Record record) throws Exception {
        assertThat(Wire.read(ByteBuffer.wrap(Wire.write(record)), record.getClass()))
                .isEqualTo(record);
        ByteBuffer direct = ByteBuffer.allocateDirect(Wire.write(record).length)
                .put(Wire.write(record))
                .flip();
        assertThat(Wire.read(direct, record.getClass())).isEqualTo(record);
    }

    /** Bytes another version of this product has sent: they must be understood for ever. */
    @Test
    void bytesOfTheFirstVersionAreUnderstood() throws Exception {
        byte[] golden =
                HexFormat.of().parseHex("bf686f726465725f696466303139302d316772756e6e696e67f56866696e6973686564f4ff");
        assertThat(Wire.read(ByteBuffer.wrap(golden), KnownOrder.class))
                .isEqualTo(new KnownOrder("0190-1", true, false));
        assertThat(Wire.write(new KnownOrder("0190-1", true, false))).isEqualTo(golden);
    }

    /** As an agent sends it that tells of no certificate. */
    @Test
    void aReplyOfTheFirstVersionIsUnderstoodAndWrittenAsEver() throws Exception {
        byte[] golden = HexFormat.of()
                .parseHex("bf686f726465725f696466303139302d31676661696c757265f66e736f757263655f616464726573736b32303031"
                        + "3a6462383a3a316b7374617475735f636f646518c86c687474705f76657273696f6e66485454502f3267686561646572"
                        + "73819f61616162ff6e626f64795f7472756e6361746564f56a73697a655f6279746573076774696d696e6773bf66646e"
                        + "735f6d73fb3fe00000000000006a636f6e6e6563745f6d73fb3ff000000000000066746c735f6d73fb00000000000000"
                        + "006d66697273745f627974655f6d73fb400200000000000068746f74616c5f6d73fb400e000000000000ffff");
        WorkReply reply = new WorkReply(
                "0190-1",
                null,
                "2001:db8::1",
                200,
                "HTTP/2",
                List.of(new HeaderField("a", "b")),
                true,
                7,
                TIMINGS,
                null);
        assertThat(Wire.read(ByteBuffer.wrap(golden), WorkReply.class)).isEqualTo(reply);
        assertThat(Wire.write(reply)).isEqualTo(golden);
    }

    @Test
    void anAcknowledgementIsWrittenAsEver() throws Exception {
        byte[] golden = HexFormat.of().parseHex("bf6f757073747265616d5f7265715f69646435653166ff");
        assertThat(Wire.read(ByteBuffer.wrap(golden), Acknowledgement.class)).isEqualTo(new Acknowledgement("5e1f"));
        assertThat(Wire.write(new Acknowledgement("5e1f"))).isEqualTo(golden);
    }

    @Test
    void whatANewerPeerAddsIsIgnoredAndWhatIsMissingIsNot() throws Exception {
        byte[] more = HexFormat.of().parseHex("bf686f726465725f6964613163666f6f01ff");
        assertThat(Wire.read(ByteBuffer.wrap(more), OrderRef.class)).isEqualTo(new OrderRef("1"));
        byte[] notANumber = HexFormat.of().parseHex("bf646e6f646561616c6865617274626561745f6d736178ff");
        assertThatThrownBy(() -> Wire.read(ByteBuffer.wrap(notANumber), Welcome.class))
                .isInstanceOf(ProtocolException.class)
                .hasMessageStartingWith("Welcome");
        assertThatThrownBy(() -> Wire.read(ByteBuffer.wrap(new byte[] {(byte) 0xf6}), Welcome.class))
                .hasMessageContaining("missing");
        assertThatThrownBy(() -> Wire.read(ByteBuffer.allocate(0), Welcome.class))
                .isInstanceOf(ProtocolException.class);
    }

    @Test
    void codesAreFoundAndUnknownOnesAreNotTakenForOthers() {
        for (FrameType type : FrameType.values()) {
            assertThat(FrameType.of(type.code())).isEqualTo(type);
        }
        assertThat(FrameType.of(-1)).isNull();
        assertThat(FrameType.of(FrameType.values().length + 1)).isNull();
        for (CancelReason reason : CancelReason.values()) {
            assertThat(CancelReason.of(reason.code())).isEqualTo(reason);
        }
        assertThat(CancelReason.of(99)).isEqualTo(CancelReason.UNKNOWN);
        for (CloseCode code : CloseCode.values()) {
            assertThat(CloseCode.of(code.code())).isEqualTo(code);
        }
        assertThat(CloseCode.of(4999)).isNull();
        assertThat(CloseCode.REMOVED.worthRetrying()).isFalse();
        assertThat(CloseCode.GOING_AWAY.worthRetrying()).isTrue();
    }

    @Test
    void namesAreWhatTheContractSays() {
        assertThat(Stream.of("a", "Agent-01", "9_x", "a".repeat(64))).allMatch(Names::isId);
        assertThat(Stream.of("", "-a", "_a", "a b", "a.b", "ä", "a".repeat(65))).noneMatch(Names::isId);
    }
}
