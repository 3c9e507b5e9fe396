package io.dispatcher.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dispatcher.protocol.AddressText;
import io.dispatcher.protocol.AgentAddress;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressBookTest {
    private final FakeMachine machine = new FakeMachine();

    private static final class FakeMachine implements MachineAddresses {
        final List<InetAddress> ipv6 = new ArrayList<>();
        final Set<InetAddress> foreign = new HashSet<>();

        @Nullable
        InetAddress ipv4;

        boolean binds = true;

        @Override
        public List<InetAddress> usableIpv6() {
            return List.copyOf(ipv6);
        }

        @Override
        public @Nullable InetAddress defaultIpv4() {
            return ipv4;
        }

        @Override
        public boolean owns(InetAddress address) {
            return !foreign.contains(address);
        }

        @Override
        public boolean canBind(InetAddress address) {
            return binds;
        }
    }

    private static InetAddress ip(String text) {
        return AddressText.parse(text);
    }

    private AddressBook book(List<String> addresses, String... prefixes) throws AddressProblem {
        return new AddressBook(
                addresses, List.of(prefixes).stream().map(RoutedPrefix::parse).toList(), Set.of(), machine);
    }

    @Test
    void withoutSettingsTheMachinesIpv6AddressesAreOffered() throws Exception {
        machine.ipv6.add(ip("2001:db8:0:0::1"));
        machine.ipv6.add(ip("fd00::2"));
        machine.ipv4 = ip("10.0.0.5");

        assertThat(book(List.of()).inventory().addresses())
                .containsExactly(
                        new AgentAddress("2001:db8::1", "ipv6", "detected"),
                        new AgentAddress("fd00::2", "ipv6", "detected"));
        assertThat(book(List.of()).inventory().capabilities()).containsExactlyInAnyOrder("http", "ipv4", "ipv6");
    }

    @Test
    void withoutIpv6TheDefaultRouteIsOffered() throws Exception {
        machine.ipv4 = ip("10.0.0.5");

        assertThat(book(List.of()).inventory().addresses())
                .containsExactly(new AgentAddress("10.0.0.5", "ipv4", "default-route"));
    }

    @Test
    void changesAreNoticed() throws Exception {
        machine.ipv6.add(ip("fd00::2"));
        AddressBook book = book(List.of());
        assertThat(book.refresh()).isFalse();

        machine.ipv6.set(0, ip("fd00::3"));
        assertThat(book.refresh()).isTrue();
        assertThat(book.owned("fd00::2")).isNull();
        assertThat(book.owned("fd00::3")).isEqualTo(ip("fd00::3"));
    }

    @Test
    void aConfiguredAddressThatGoesAwayIsNotOfferedUntilItIsBack() throws Exception {
        AddressBook book = book(List.of("10.0.0.1", "10.0.0.2"));
        machine.foreign.add(ip("10.0.0.1"));
        assertThat(book.refresh()).isTrue();
        assertThat(book.owned("10.0.0.1")).isNull();
        machine.foreign.clear();
        assertThat(book.refresh()).isTrue();

        assertThat(book.inventory().addresses())
                .extracting(AgentAddress::address)
                .containsExactly("10.0.0.1", "10.0.0.2");
    }

    @Test
    void aForeignAddressIsRefusedAtTheStart() {
        machine.foreign.add(ip("10.9.9.9"));

        assertThatThrownBy(() -> book(List.of("10.9.9.9")))
                .isInstanceOf(AddressProblem.class)
                .hasMessageContaining("--address 10.9.9.9");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "host", "10.0.0", "10.0.0.0/8", "fe80::1%eth0", "0.0.0.0", "ff02::1", "999.1.1.1"})
    void whatIsNoSourceAddressIsNamed(String text) {
        assertThatThrownBy(() -> book(List.of(text)))
                .isInstanceOf(AddressProblem.class)
                .hasMessageContaining("--address " + text);
    }

    @Test
    void aPrefixPutsItsFirstHostsIntoTheRotationAndOwnsAll() throws Exception {
        AddressBook book = book(List.of(), "2001:db8::/64");

        List<AgentAddress> rotation = book.inventory().addresses();
        assertThat(rotation).hasSize(1000);
        assertThat(rotation.get(0)).isEqualTo(new AgentAddress("2001:db8::1", "ipv6", "prefix"));
        assertThat(rotation.get(999).address()).isEqualTo("2001:db8::3e8");
        assertThat(book.inventory().prefixes()).containsExactly("2001:db8::/64");
        assertThat(book.inventory().capabilities()).contains("prefix");
        assertThat(book.owned("2001:db8::ffff:1")).isEqualTo(ip("2001:db8::ffff:1"));
        assertThat(book.owned("2001:db8:0:0:0:0:0:1")).isEqualTo(ip("2001:db8::1"));
        assertThat(book.owned("2001:db8:0:1::1")).isNull();
        assertThat(book.owned("nonsense")).isNull();
    }

    @Test
    void aPrefixThatCannotBeBoundSaysWhatToDo() {
        machine.binds = false;

        assertThatThrownBy(() -> book(List.of(), "fd00:88::/64"))
                .isInstanceOf(AddressProblem.class)
                .hasMessageContaining("ip -6 route add local fd00:88::/64 dev lo")
                .hasMessageContaining("ip_nonlocal_bind");
    }

    @Test
    void countsAndSmallPrefixes() throws Exception {
        assertThat(book(List.of(), "127.8.0.0/16=3").inventory().addresses())
                .extracting(AgentAddress::address)
                .containsExactly("127.8.0.1", "127.8.0.2", "127.8.0.3");
        assertThat(book(List.of(), "127.8.0.4/31").inventory().addresses()).hasSize(2);
        assertThat(book(List.of(), "fd00::7/128").inventory().addresses())
                .extracting(AgentAddress::address)
                .containsExactly("fd00::7");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "fd00::1",
                "x/64",
                "/64",
                "fd00::/64=0",
                "fd00::/64=x",
                "fd00::/126=9",
                "fd00::/64=99999",
                "fd00::/200"
            })
    void aPrefixThatIsNoneIsNamed(String text) {
        assertThatThrownBy(() -> RoutedPrefix.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void tooManyAddressesAreRefused() {
        assertThatThrownBy(() -> book(List.of(), "fd00:1::/64=2000", "fd00:2::/64=2000"))
                .isInstanceOf(AddressProblem.class)
                .hasMessageContaining("2048");
    }
}
