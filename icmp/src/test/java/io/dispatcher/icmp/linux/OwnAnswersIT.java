package io.dispatcher.icmp.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dispatcher.icmp.network.Arrivals;
import io.dispatcher.icmp.network.EchoChannel;
import io.dispatcher.icmp.network.SendResult;
import io.dispatcher.icmp.packet.EchoRequest;
import io.dispatcher.icmp.packet.Failure;
import io.dispatcher.icmp.packet.Family;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** On raw sockets of this machine, for which the tests need CAP_NET_RAW. */
class OwnAnswersIT {

    /** Identifiers of echo replies that came. */
    private static final class Heard implements Arrivals {
        final List<Integer> identifiers = new ArrayList<>();

        @Override
        public void message(
                InetAddress from, @Nullable InetAddress local, int hopLimit, long stamp, ByteBuffer message) {
            int start = message.position();
            identifiers.add(message.getShort(start + 4) & 0xFFFF);
        }

        @Override
        public void undelivered(
                Failure failure, InetAddress destination, int sequence, @Nullable InetAddress reporter) {}
    }

    private static void ping(EchoChannel channel, Family family, int sequence) throws Exception {
        int length = new EchoRequest(channel.identifier(), sequence, 1, 8).encode(family, channel.outgoing());
        channel.address(
                InetAddress.getByName(family == Family.V4 ? "127.0.0.1" : "::1"), EchoChannel.DEFAULT_HOP_LIMIT);
        assertThat(channel.send(length)).isEqualTo(SendResult.SENT);
    }

    @ParameterizedTest
    @EnumSource
    void aRawSocketHearsNoAnswersToOthers(Family family) throws Exception {
        SocketAccess raw = new SocketAccess(SocketAccess.Mode.RAW, SocketAccess.Mode.RAW);
        LinuxNetwork network = LinuxNetwork.create();
        Heard byOne = new Heard();
        Heard byOther = new Heard();
        try {
            LinuxChannel one = raw.open(network, family, null, byOne);
            LinuxChannel other = raw.open(network, family, null, byOther);
            for (int sequence = 1; sequence <= 20; sequence++) {
                ping(one, family, sequence);
            }
            // What the other has asked for last comes last: then all that could come to it has.
            ping(other, family, 1);
            await().until(() -> {
                one.receive(false);
                other.receive(false);
                return byOne.identifiers.size() == 20 && !byOther.identifiers.isEmpty();
            });
            assertThat(byOne.identifiers).containsOnly(one.identifier());
            assertThat(byOther.identifiers).containsExactly(other.identifier());
            Libc.close(one.fd);
            Libc.close(other.fd);
        } finally {
            network.close();
        }
    }
}
