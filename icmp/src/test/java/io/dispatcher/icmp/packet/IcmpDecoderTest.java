package io.dispatcher.icmp.packet;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class IcmpDecoderTest {
    private static final long COOKIE = 0x0102_0304_8586_8788L;

    /** What a target makes of a request. */
    private static ByteBuffer echoed(Family family, EchoRequest request) {
        ByteBuffer out = ByteBuffer.allocate(EchoRequest.HEADER + EchoRequest.MAX_SIZE + EchoRequest.COOKIE);
        int length = request.encode(family, out);
        assertThat(family == Family.V6 || Checksum.of(out, 0, length) == 0).isTrue();
        out.put(0, (byte) family.echoReply);
        return summed(out.limit(length));
    }

    private static ByteBuffer summed(ByteBuffer message) {
        message.putShort(2, (short) 0);
        return message.putShort(2, (short) Checksum.of(message, message.position(), message.limit()));
    }

    @Test
    void the_checksum_is_that_of_the_rfc() {
        ByteBuffer example =
                ByteBuffer.wrap(new byte[] {0, 1, (byte) 0xf2, 3, (byte) 0xf4, (byte) 0xf5, (byte) 0xf6, (byte) 0xf7});
        assertThat(Checksum.of(example, 0, 8)).isEqualTo(0xFFFF & ~0xddf2);
        assertThat(Checksum.of(example, 0, 7)).isEqualTo(0xFFFF & ~(0xddf2 - 0xf7));
    }

    @Property
    void what_was_encoded_is_decoded(
            @ForAll Family family,
            @ForAll @IntRange(max = 65_535) int identifier,
            @ForAll @IntRange(max = 65_535) int sequence,
            @ForAll long cookie,
            @ForAll @IntRange(max = EchoRequest.MAX_SIZE) int size) {
        EchoRequest request = new EchoRequest(identifier, sequence, cookie, size);
        assertThat(IcmpDecoder.decode(family, echoed(family, request), true))
                .isEqualTo(new IcmpMessage.EchoReply(
                        identifier, sequence, EchoRequest.prefix(cookie, size), size + EchoRequest.HEADER));
    }

    @Property
    void a_changed_bit_is_noticed(@ForAll @IntRange(max = 63) int at, @ForAll @IntRange(max = 7) int bit) {
        ByteBuffer message = echoed(Family.V4, new EchoRequest(1, 2, COOKIE, 56));
        message.put(at, (byte) (message.get(at) ^ 1 << bit));
        assertThat(IcmpDecoder.decode(Family.V4, message, true)).isNull();
    }

    @Property
    void anything_is_survived(@ForAll Family family, @ForAll @Size(max = 120) byte[] bytes, @ForAll boolean verify) {
        ByteBuffer message = ByteBuffer.wrap(bytes);
        IcmpDecoder.decode(family, message, verify);
        IcmpDecoder.quotedSequence(family, message);
        IcmpDecoder.skipIpv4Header(message.duplicate());
        assertThat(message.remaining()).isEqualTo(bytes.length);
    }

    /** The head is right, so that the quoted part is reached. */
    @Property
    void any_quotation_is_survived(
            @ForAll Family family,
            @ForAll @Size(min = 8, max = 120) byte[] bytes,
            @ForAll @IntRange(max = 3) int head,
            @ForAll @IntRange(max = 15) int headerWords) {
        ByteBuffer message = ByteBuffer.wrap(bytes);
        message.put(0, (byte) (family == Family.V4 ? new int[] {3, 11, 12, 3}[head] : head + 1));
        if (bytes.length > 20) {
            message.put(8, (byte) (family == Family.V4 ? 0x40 | headerWords : 0x60));
            message.put(family == Family.V4 ? 17 : 14, (byte) (family == Family.V4 ? 1 : head % 2 == 0 ? 58 : 44));
        }
        IcmpDecoder.decode(family, message, false);
        assertThat(IcmpDecoder.decode(family, summed(message), true))
                .isEqualTo(IcmpDecoder.decode(family, message, false));
    }

    @Property
    void a_quotation_cut_anywhere_is_whole_or_nothing(@ForAll Family family, @ForAll @IntRange(max = 200) int length)
            throws Exception {
        ByteBuffer message = quotation(family, 3, 1);
        int whole = family == Family.V4 ? 8 + 24 + 8 : 8 + 40 + 8 + 8;
        ByteBuffer cut = message.limit(Math.min(length, message.capacity()));
        IcmpMessage decoded = IcmpDecoder.decode(family, cut, false);
        if (length < whole) {
            assertThat(decoded).isNull();
        } else {
            InetAddress target = target(family);
            Failure failure = Failure.of(family, 3, 1, 0);
            assertThat(decoded).isEqualTo(new IcmpMessage.Undelivered(failure, target, 0xABCD, 0xFFFE));
        }
    }

    @Test
    void quotations_of_other_packets_are_not_for_us() throws Exception {
        for (Family family : Family.values()) {
            int protocol = family == Family.V4 ? 17 : 48;
            ByteBuffer udp = quotation(family, 3, 0).put(protocol, (byte) 17);
            assertThat(IcmpDecoder.decode(family, udp, false)).isNull();
            int fragment = family == Family.V4 ? 15 : 51;
            ByteBuffer later = quotation(family, 3, 0).put(fragment, (byte) 0x40);
            assertThat(IcmpDecoder.decode(family, later, false)).isNull();
            int type = family == Family.V4 ? 32 : 56;
            ByteBuffer reply = quotation(family, 3, 0).put(type, (byte) family.echoReply);
            assertThat(IcmpDecoder.decode(family, reply, false)).isNull();
            ByteBuffer version = quotation(family, 3, 0).put(8, (byte) 0x55);
            assertThat(IcmpDecoder.decode(family, version, false)).isNull();
            assertThat(IcmpDecoder.decode(family, ByteBuffer.wrap(new byte[64]).put(0, (byte) 200), false))
                    .isNull();
        }
    }

    @Test
    void only_icmp_is_looked_for_behind_an_ip_header() {
        byte[] packet = new byte[40];
        packet[0] = 0x46;
        packet[9] = 1;
        ByteBuffer read = ByteBuffer.wrap(packet);
        assertThat(IcmpDecoder.skipIpv4Header(read)).isTrue();
        assertThat(read.position()).isEqualTo(24);
        packet[0] = 0x4F;
        assertThat(IcmpDecoder.skipIpv4Header(ByteBuffer.wrap(packet))).isFalse();
        packet[0] = 0x44;
        assertThat(IcmpDecoder.skipIpv4Header(ByteBuffer.wrap(packet))).isFalse();
    }

    @Test
    void a_queued_error_quotes_the_request_from_its_own_header_on() {
        ByteBuffer out = ByteBuffer.allocate(64);
        new EchoRequest(5, 77, COOKIE, 0).encode(Family.V6, out);
        assertThat(IcmpDecoder.quotedSequence(Family.V6, out.limit(8))).isEqualTo(77);
        assertThat(IcmpDecoder.quotedSequence(Family.V4, out)).isEqualTo(-1);
        assertThat(IcmpDecoder.quotedSequence(Family.V6, out.limit(7))).isEqualTo(-1);
    }

    @Test
    void a_prefix_of_a_cookie_has_its_first_bytes() {
        assertThat(EchoRequest.prefix(COOKIE, 0)).isZero();
        assertThat(EchoRequest.prefix(COOKIE, 1)).isEqualTo(0x0100_0000_0000_0000L);
        assertThat(EchoRequest.prefix(COOKIE, 7)).isEqualTo(0x0102_0304_8586_8700L);
        assertThat(EchoRequest.prefix(COOKIE, 56)).isEqualTo(COOKIE);
    }

    @Test
    void reasons_have_names() {
        assertThat(Failure.of(Family.V4, 3, 0, 0))
                .isEqualTo(new Failure(Failure.Kind.UNREACHABLE, "network unreachable"));
        assertThat(Failure.of(Family.V4, 3, 13, 0).detail()).isEqualTo("communication administratively prohibited");
        assertThat(Failure.of(Family.V4, 3, 99, 0).detail()).isEqualTo("unreachable, code 99");
        assertThat(Failure.of(Family.V4, 3, 4, 0))
                .isEqualTo(new Failure(Failure.Kind.PACKET_TOO_BIG, "packet too big"));
        assertThat(Failure.of(Family.V4, 11, 1, 0).detail()).isEqualTo("fragments not reassembled in time");
        assertThat(Failure.of(Family.V6, 1, 0, 0).detail()).isEqualTo("no route to destination");
        assertThat(Failure.of(Family.V6, 2, 0, 1_280).detail()).isEqualTo("packet too big, MTU 1280");
        assertThat(Failure.of(Family.V6, 3, 0, 0).kind()).isEqualTo(Failure.Kind.TIME_EXCEEDED);
        assertThat(Failure.of(Family.V6, 4, 1, 0)).isEqualTo(new Failure(Failure.Kind.OTHER, "ICMP type 4 code 1"));
    }

    private static InetAddress target(Family family) throws Exception {
        return InetAddress.getByName(family == Family.V4 ? "192.0.2.7" : "2001:db8::7");
    }

    /** IPv4 with a header option, IPv6 as the first fragment of several. */
    private static ByteBuffer quotation(Family family, int type, int code) throws Exception {
        InetAddress target = target(family);
        ByteBuffer message = ByteBuffer.allocate(100).put(0, (byte) type).put(1, (byte) code);
        int echo;
        if (target instanceof Inet4Address) {
            message.put(8, (byte) 0x46).put(17, (byte) 1).put(24, target.getAddress());
            echo = 32;
        } else {
            message.put(8, (byte) 0x60)
                    .put(14, (byte) 44)
                    .put(32, target.getAddress())
                    .put(48, (byte) 58);
            echo = 56;
        }
        byte[] header = {(byte) family.echoRequest, 0, 0, 0, (byte) 0xAB, (byte) 0xCD, (byte) 0xFF, (byte) 0xFE};
        message.put(echo, header);
        assertThat(Arrays.equals(header, Arrays.copyOfRange(message.array(), echo, echo + 8)))
                .isTrue();
        return message;
    }
}
