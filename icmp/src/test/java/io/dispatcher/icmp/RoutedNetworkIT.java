package io.dispatcher.icmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dispatcher.icmp.lab.Command;
import io.dispatcher.icmp.lab.Namespace;
import io.dispatcher.icmp.lab.PingMain;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Real sockets of both kinds and families, a router in between that refuses all kinds of things. */
class RoutedNetworkIT {
    private static final List<Namespace> NETWORKS = new ArrayList<>();
    private static Namespace pinger;

    @BeforeAll
    static void connect() {
        pinger = network();
        Namespace router = network();
        Namespace target = network();
        pinger.connect("uplink", router, "nearlink");
        router.connect("farlink", target, "uplink");
        pinger.address("uplink", "10.77.1.2", "fd77:1::2");
        router.address("nearlink", "10.77.1.1", "fd77:1::1");
        router.address("farlink", "10.77.2.1", "fd77:2::1");
        target.address("uplink", "10.77.2.2", "fd77:2::2");
        pinger.run("ip", "address", "add", "10.77.1.3/24", "dev", "uplink");
        pinger.run("ip", "-6", "address", "add", "fd77:1::3/64", "dev", "uplink", "nodad");
        router.sysctl("net.ipv4.ip_forward", "1");
        router.sysctl("net.ipv6.conf.all.forwarding", "1");
        // Not the rate: a limit of 0 takes the tokens away that unreachable routes live on, five for each source.
        router.sysctl("net.ipv4.icmp_ratemask", "0");
        router.sysctl("net.ipv4.icmp_msgs_per_sec", "100000");
        router.sysctl("net.ipv6.icmp.ratelimit", "0");
        router.run("ip", "link", "set", "farlink", "mtu", "1400");
        target.run("ip", "link", "set", "uplink", "mtu", "1400");
        both(pinger, "default via", "10.77.1.1", "fd77:1::1");
        both(target, "default via", "10.77.2.1", "fd77:2::1");
        both(router, "unreachable", "10.77.3.0/24", "fd77:3::/64");
        both(router, "prohibit", "10.77.4.0/24", "fd77:4::/64");
        both(router, "blackhole", "10.77.5.0/24", "fd77:5::/64");
        both(pinger, "unreachable", "10.77.6.0/24", "fd77:6::/64");
        both(pinger, "prohibit", "10.77.7.0/24", "fd77:7::/64");
        // The first packets of all wait for neighbours to be found.
        await().atMost(Duration.ofSeconds(30))
                .until(() -> Command.run(pinger.command(List.of("fping", "-q", "-c", "1", "10.77.2.2", "fd77:2::2")))
                                .split("1/1/0%", -1)
                                .length
                        == 3);
    }

    private static Namespace network() {
        Namespace network = new Namespace();
        NETWORKS.add(network);
        return network;
    }

    private static void both(Namespace where, String route, String v4, String v6) {
        where.run(Stream.concat(Stream.of("ip", "route", "add"), Stream.of((route + " " + v4).split(" ")))
                .toArray(String[]::new));
        where.run(Stream.concat(Stream.of("ip", "-6", "route", "add"), Stream.of((route + " " + v6).split(" ")))
                .toArray(String[]::new));
    }

    @AfterAll
    static void disconnect() {
        NETWORKS.forEach(Namespace::close);
    }

    static Stream<Arguments> ways() {
        return Stream.of(
                Arguments.of("DATAGRAM", "10.77."),
                Arguments.of("DATAGRAM", "fd77:"),
                Arguments.of("RAW", "10.77."),
                Arguments.of("RAW", "fd77:"));
    }

    private static String address(String net, String v4, String v6) {
        return net + (net.startsWith("fd") ? v6 : v4);
    }

    /** As Java prints it. */
    private static String printed(String net, String v4, String v6) {
        return net.startsWith("fd") ? net + v6.replace("::", ":0:0:0:0:0:") : net + v4;
    }

    private static String ping(String way, String... arguments) {
        pinger.datagramSockets(way.equals("DATAGRAM"));
        String said = Command.run(pinger.command(Command.java(PingMain.class, List.of(), arguments)));
        assertThat(said).contains("icmp=" + way + ", icmp6=" + way + ", problem=null");
        return said;
    }

    @ParameterizedTest
    @MethodSource("ways")
    void an_answer_says_hop_limit_and_addresses(String way, String net) {
        String source = address(net, "1.3", "1::3");
        String said = ping(way, "count=2", "interval=10", "source=" + source, address(net, "2.2", "2::2"));
        assertThat(said)
                .contains("Reply[seq=2,")
                .contains("hopLimit=63, size=64, address=/" + printed(net, "2.2", "2::2") + ", sourceAddress=/"
                        + printed(net, "1.3", "1::3"))
                .contains("sent=2 received=2 duplicates=0 late=0 errors=0");
    }

    @ParameterizedTest
    @MethodSource("ways")
    void each_refusal_on_the_way_is_told_by_its_name(String way, String net) {
        boolean v6 = net.startsWith("fd");
        String router = "reporter=/" + printed(net, "1.1", "1::1");
        assertThat(ping(way, "count=1", "hops=1", address(net, "2.2", "2::2")))
                .contains("TimeExceeded[seq=1, detail=hop limit exceeded in transit, " + router);
        assertThat(ping(way, "count=1", address(net, "3.9", "3::9"), address(net, "4.9", "4::9")))
                .contains("Unreachable[seq=1, detail=" + (v6 ? "no route to destination" : "host unreachable") + ", "
                        + router)
                .contains("Unreachable[seq=1, detail=communication administratively prohibited, " + router)
                .contains("sent=2 received=0 duplicates=0 late=0 errors=2");
        assertThat(ping(way, "count=1", "timeout=300", address(net, "5.9", "5::9")))
                .contains("Timeout[seq=1]")
                .contains("errors=0");
    }

    @ParameterizedTest
    @MethodSource("ways")
    void a_packet_too_big_for_the_way_is_told_once_and_fits_then(String way, String net) {
        pinger.run("ip", "route", "flush", "cache");
        pinger.run("ip", "-6", "route", "flush", "cache");
        String said = ping(way, "count=3", "interval=50", "size=1430", address(net, "2.2", "2::2"));
        assertThat(said)
                .contains(
                        "PacketTooBig[seq=1, detail=packet too big, MTU 1400, reporter=/" + printed(net, "1.1", "1::1"))
                .contains("Reply[seq=3,")
                .contains("size=1438");
    }

    @ParameterizedTest
    @MethodSource("ways")
    void what_this_machine_refuses_itself_is_told_without_a_reporter(String way, String net) {
        assertThat(ping(way, "count=2", "interval=20", address(net, "6.9", "6::9")))
                .containsPattern("Unreachable\\[seq=2, detail=(host|network) unreachable, reporter=null")
                .contains("errors=2");
        assertThat(ping(way, "count=1", address(net, "7.9", "7::9")))
                .contains("Error[seq=1, detail=not permitted")
                .contains("errors=1");
        assertThat(ping(way, "count=1", "source=" + address(net, "1.99", "1::99"), address(net, "2.2", "2::2")))
                .contains("Error[seq=0, detail=cannot send from ")
                .contains("no such address on this machine")
                .contains("sent=0 received=0");
    }

    @ParameterizedTest
    @MethodSource("ways")
    void the_smallest_and_the_largest_go_there_and_back(String way, String net) {
        String target = address(net, "2.2", "2::2");
        assertThat(ping(way, "count=1", "size=0", target))
                .contains("received=1")
                .contains("size=8,");
        assertThat(ping(way, "count=3", "interval=50", "size=65507", target))
                .contains("Reply[seq=3,")
                .contains("size=65515,");
    }

    /** They hear each other: nothing of it may count. */
    @Test
    void raw_sockets_beside_each_other_tell_only_their_own() {
        pinger.datagramSockets(false);
        List<Process> all = Stream.generate(() -> Command.start(pinger.command(Command.java(
                        PingMain.class, List.of(), "count=100", "interval=10", "quiet=1", "10.77.2.2", "fd77:2::2"))))
                .limit(3)
                .toList();
        for (Process process : all) {
            assertThat(Command.output(process, List.of("pinger")))
                    .contains("sent=200 received=200 duplicates=0 late=0 errors=0");
        }
    }

    @Test
    void without_rights_the_message_names_what_helps_and_with_the_range_it_works() {
        List<String> line = new ArrayList<>(List.of("setpriv", "--bounding-set=-all", "--inh-caps=-all"));
        line.addAll(Command.java(PingMain.class, List.of(), "count=1", "10.77.2.2", "fd77:2::2"));
        pinger.datagramSockets(false);
        assertThat(Command.run(pinger.command(line)))
                .contains("icmp=null, icmp6=null")
                .contains("Error[seq=0, detail=no permission for ICMP sockets")
                .contains("net.ipv4.ping_group_range")
                .contains("CAP_NET_RAW")
                .contains("sent=0 received=0 duplicates=0 late=0 errors=2");
        pinger.datagramSockets(true);
        assertThat(Command.run(pinger.command(line)))
                .contains("icmp=DATAGRAM, icmp6=DATAGRAM")
                .contains("sent=2 received=2");
    }

    @Test
    void a_directory_that_forbids_native_code_is_named() {
        List<String> line = new ArrayList<>(
                List.of("unshare", "-m", "sh", "-c", "mount -t tmpfs -o noexec none /mnt && \"$@\"; true", "sh"));
        line.addAll(Command.java(PingMain.class, List.of("-Djna.tmpdir=/mnt"), "10.77.2.2"));
        assertThat(Command.run(line))
                .contains("cannot load JNA's native library, unpacked to /mnt")
                .contains("-Djna.tmpdir=DIR");
    }
}
