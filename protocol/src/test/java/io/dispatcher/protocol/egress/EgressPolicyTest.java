package io.dispatcher.protocol.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EgressPolicyTest {
    private static final EgressPolicy PLAIN = new EgressPolicy(List.of(), List.of(), List.of());
    private static final EgressPolicy OPEN = new EgressPolicy(List.of("0.0.0.0/0", "::/0"), List.of(), List.of());

    private static InetAddress ip(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "8.8.8.8",
                "2606:4700::1111",
                "64:ff9b::8.8.8.8",
                "2002:808:808::1",
                "::ffff:8.8.8.8",
                "2001:4860::1"
            })
    void publicAddressesAreAllowed(String address) {
        assertThat(PLAIN.check(ip(address), 80).allowed()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "169.254.169.254,metadata",
        "fd00:ec2::254,metadata",
        "100.100.100.200,metadata",
        "169.254.7.7,link-local",
        "fe80::1,link-local",
        "224.0.0.1,multicast",
        "ff02::1,multicast",
        "0.0.0.0,unspecified",
        "0.1.2.3,unspecified",
        "::,unspecified",
        "255.255.255.255,broadcast",
        "64:ff9b::169.254.169.254,metadata",
        "2002:a9fe:a9fe::1,metadata",
        "::ffff:169.254.169.254,metadata",
        "::169.254.169.254,metadata",
        "64:ff9b:1::169.254.169.254,metadata",
        "2001:0:a9fe:a9fe::1,metadata",
        "2001:db8::5efe:169.254.169.254,metadata"
    })
    void someAddressesAreRefusedWhateverIsAllowed(String address, String rule) {
        EgressVerdict verdict = OPEN.check(ip(address), 80);

        assertThat(verdict.allowed()).isFalse();
        assertThat(verdict.rule()).isEqualTo(rule);
        assertThat(verdict.allowedBy()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1,loopback,--allow 127.0.0.0/8",
        "::1,loopback,--allow ::1",
        "10.1.2.3,private,--allow 10.0.0.0/8",
        "172.31.0.1,private,--allow 172.16.0.0/12",
        "192.168.1.1,private,--allow 192.168.0.0/16",
        "100.64.0.1,shared,--allow 100.64.0.0/10",
        "198.19.0.1,benchmarking,--allow 198.18.0.0/15",
        "fd00::2,unique-local,--allow fc00::/7",
        "2001:db8::1,documentation,--allow 2001:db8::/32",
        "64:ff9b::10.0.0.1,private,--allow 10.0.0.0/8",
        "2002:7f00:1::,loopback,--allow 127.0.0.0/8"
    })
    void specialRangesAreRefusedAndTheOptionNamed(String address, String rule, String option) {
        EgressVerdict verdict = PLAIN.check(ip(address), 80);

        assertThat(verdict.allowed()).isFalse();
        assertThat(verdict.rule()).isEqualTo(rule);
        assertThat(verdict.allowedBy()).isEqualTo(option);
        assertThat(verdict.sentence()).contains(option).contains(rule);
    }

    @Test
    void theNamedOptionReallyAllows() {
        EgressPolicy policy = new EgressPolicy(List.of("127.0.0.0/8", "::1", "fc00::/7"), List.of(), List.of());

        assertThat(policy.check(ip("127.9.9.9"), 80).allowed()).isTrue();
        assertThat(policy.check(ip("::1"), 80).rule()).isEqualTo("allow ::1");
        assertThat(policy.check(ip("fd00::2"), 80).allowed()).isTrue();
        assertThat(policy.check(ip("10.0.0.1"), 80).allowed()).isFalse();
    }

    @Test
    void denyIsStrongerThanAllowAndThanPublic() {
        EgressPolicy policy = new EgressPolicy(List.of("10.0.0.0/8"), List.of("10.1.0.0/16", "8.8.8.0/24"), List.of());

        assertThat(policy.check(ip("10.2.0.1"), 80).allowed()).isTrue();
        assertThat(policy.check(ip("10.1.0.1"), 80).rule()).isEqualTo("deny 10.1.0.0/16");
        assertThat(policy.check(ip("8.8.8.8"), 80).allowed()).isFalse();
        assertThat(policy.check(ip("64:ff9b::8.8.8.8"), 80).allowed()).isFalse();
    }

    @Test
    void aGatewaysPrefixDoesNotOpenWhatLiesBehindIt() {
        EgressPolicy policy = new EgressPolicy(List.of("64:ff9b:1::/48"), List.of(), List.of());

        assertThat(policy.check(ip("64:ff9b:1::8.8.8.8"), 80).allowed()).isTrue();
        assertThat(policy.check(ip("64:ff9b:1::10.0.0.1"), 80).rule()).isEqualTo("private");
    }

    @Test
    void theCoordinatorIsRefusedOnItsPortOnly() {
        EgressPolicy policy =
                new EgressPolicy(List.of("127.0.0.0/8"), List.of(), List.of(new Endpoint(ip("127.0.0.1"), 8000)));

        assertThat(policy.check(ip("127.0.0.1"), 8000).rule()).isEqualTo("coordinator");
        assertThat(policy.check(ip("127.0.0.2"), 8000).allowed()).isFalse();
        assertThat(policy.check(ip("::ffff:127.0.0.1"), 8000).allowed()).isFalse();
        assertThat(policy.check(ip("127.0.0.1"), 8001).allowed()).isTrue();
        policy.protect(List.of());
        assertThat(policy.check(ip("127.0.0.1"), 8000).allowed()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nonsense", "10.0.0.0/33", "300.1.1.1", "fd00::/129", "example.com"})
    void aRangeThatIsNoneIsNamed(String text) {
        assertThatThrownBy(() -> new EgressPolicy(List.of(text), List.of(), List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + text + "'");
    }

    @Property
    void anIpv4AddressIsJudgedTheSameInEveryDisguise(@ForAll @Size(4) byte[] four) throws UnknownHostException {
        EgressVerdict plain = PLAIN.check(InetAddress.getByAddress(four), 80);

        for (String prefix : List.of("64:ff9b::", "2002", "isatap")) {
            InetAddress disguised = disguise(prefix, four);
            assertThat(PLAIN.check(disguised, 80).allowed())
                    .describedAs(prefix + " of " + InetAddress.getByAddress(four))
                    .isEqualTo(plain.allowed());
        }
    }

    private static InetAddress disguise(String how, byte[] four) throws UnknownHostException {
        byte[] bytes = ip("2a00::").getAddress();
        switch (how) {
            case "64:ff9b::" -> {
                bytes = ip("64:ff9b::").getAddress();
                System.arraycopy(four, 0, bytes, 12, 4);
            }
            case "2002" -> {
                bytes = ip("2002::").getAddress();
                System.arraycopy(four, 0, bytes, 2, 4);
            }
            default -> {
                bytes[10] = 0x5e;
                bytes[11] = (byte) 0xfe;
                System.arraycopy(four, 0, bytes, 12, 4);
            }
        }
        return InetAddress.getByAddress(bytes);
    }

    @Property
    void askingTwiceGivesTheSameVerdict(@ForAll @Size(16) byte[] sixteen) throws UnknownHostException {
        InetAddress address = InetAddress.getByAddress(sixteen);

        assertThat(PLAIN.check(address, 80)).isEqualTo(PLAIN.check(address, 443));
    }
}
