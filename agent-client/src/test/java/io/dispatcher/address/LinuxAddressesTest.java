package io.dispatcher.address;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispatcher.protocol.AddressText;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinuxAddressesTest {
    @TempDir
    Path proc;

    private void file(String name, String text) throws Exception {
        Path file = proc.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    @Test
    void onlySettledGlobalAddressesCount() throws Exception {
        file("net/if_inet6", """
                00000000000000000000000000000001 01 80 10 80       lo
                fe800000000000000000000000000002 02 40 20 80     eth0
                fd000000000000000000000000000002 02 40 00 80     eth0
                20010db8000000000000000000000001 02 40 00 40     eth0
                20010db8000000000000000000000002 02 40 00 20     eth0
                20010db8000000000000000000000003 02 40 00 08     eth0
                20010db8000000000000000000000004 02 40 00 01     eth0
                fd007700000000000000000000000001 01 80 00 80       lo
                """);

        assertThat(new LinuxAddresses(proc).usableIpv6())
                .extracting(AddressText::of)
                .containsExactly("fd00::2", "2001:db8::4", "fd00:7700::1");
    }

    @Test
    void whereEverythingBindsALocalRouteIsTheProof() throws Exception {
        file("sys/net/ipv6/ip_nonlocal_bind", "1\n");
        file("net/ipv6_route", """
                fd008800000000000000000000000000 40 00000000000000000000000000000000 00 00000000000000000000000000000000 00000400 00000001 00000000 80200001       lo
                20010db8000000000000000000000000 40 00000000000000000000000000000000 00 00000000000000000000000000000000 00000400 00000001 00000000 00000001     eth0
                """);
        LinuxAddresses machine = new LinuxAddresses(proc);

        assertThat(machine.owns(AddressText.parse("fd00:8800::77"))).isTrue();
        assertThat(machine.owns(AddressText.parse("2001:db8::77"))).isFalse();
        assertThat(machine.owns(AddressText.parse("2606:4700::1"))).isFalse();
    }

    @Test
    void whereBindingIsStrictItIsTheProof() throws Exception {
        file("sys/net/ipv4/ip_nonlocal_bind", "0\n");
        LinuxAddresses machine = new LinuxAddresses(proc);

        assertThat(machine.owns(AddressText.parse("127.200.1.1"))).isTrue();
        assertThat(machine.owns(AddressText.parse("8.8.8.8"))).isFalse();
    }

    @Test
    void thisMachineCanBeRead() {
        assertThat(new LinuxAddresses(Path.of("/proc")).usableIpv6())
                .allMatch(address -> !address.isLinkLocalAddress());
    }
}
