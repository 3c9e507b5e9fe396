package io.dispatcher.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class AddressPlanTest {
    @Test
    void dealsSeveralGlobalAddressesOutInTurn() throws DemoFailure {
        AddressPlan plan = AddressPlan.of(2, List.of("2001:db8::1", "2001:db8::2", "2001:db8::3"), (s, t) -> true);

        assertThat(plan.perAgent()).containsExactly(List.of("2001:db8::1", "2001:db8::3"), List.of("2001:db8::2"));
        assertThat(plan.listen()).isEqualTo("[::1]:0");
        assertThat(plan.size()).isEqualTo(3);
    }

    @Test
    void saysThatASingleGlobalAddressGetsLoopbackBesideIt() throws DemoFailure {
        AddressPlan plan = AddressPlan.of(2, List.of("2001:db8::1"), (s, t) -> true);

        assertThat(plan.perAgent()).containsExactly(List.of("2001:db8::1"), List.of("::1"));
        assertThat(plan.why())
                .isEqualTo("This machine has one global IPv6 address, 2001:db8::1; to show turns, loopback ::1 serves "
                        + "as another.");
    }

    @Test
    void usesTheIpv4RouteAndLoopbackWithoutGlobalIpv6() throws DemoFailure {
        AddressPlan plan = AddressPlan.of(2, List.of("192.0.2.7"), (s, t) -> true);

        assertThat(plan.perAgent()).containsExactly(List.of("192.0.2.7", "127.0.0.3"), List.of("127.0.0.2"));
        assertThat(plan.listen()).isEqualTo("127.0.0.1:0");
    }

    @Test
    void usesOnlyLoopbackOnAMachineWithoutNetwork() throws DemoFailure {
        AddressPlan plan = AddressPlan.of(1, List.of(), (s, t) -> true);

        assertThat(plan.perAgent()).containsExactly(List.of("127.0.0.1", "127.0.0.2", "127.0.0.3"));
        assertThat(plan.why()).startsWith("This machine has no usable address but loopback");
    }

    @Test
    void leavesOutWhatDoesNotReachTheTarget() throws DemoFailure {
        Set<String> works = Set.of("2001:db8::2", "::1");

        AddressPlan plan =
                AddressPlan.of(2, List.of("2001:db8::1", "2001:db8::2"), (source, t) -> works.contains(source));

        assertThat(plan.perAgent()).containsExactly(List.of("2001:db8::2"), List.of("::1"));
    }

    @Test
    void fallsBackToIpv4WhereIpv6DoesNotWork() throws DemoFailure {
        AddressPlan plan = AddressPlan.of(1, List.of("2001:db8::1"), (source, t) -> source.equals("127.0.0.1"));

        assertThat(plan.perAgent()).containsExactly(List.of("127.0.0.1"));
        assertThat(plan.targetHost()).isEqualTo("127.0.0.1");
    }

    @Test
    void givesUpWhereNothingWorks() {
        assertThatThrownBy(() -> AddressPlan.of(1, List.of("2001:db8::1"), (s, t) -> false))
                .isInstanceOf(DemoFailure.class)
                .hasMessageContaining("127.0.0.1");
    }

    @Property
    void everyAgentHasAnAddressAndEveryAddressAnAgent(
            @ForAll @IntRange(min = 1, max = 16) int agents, @ForAll @IntRange(min = 2, max = 40) int addresses)
            throws DemoFailure {
        List<String> found = IntStream.rangeClosed(1, addresses)
                .mapToObj(i -> "2001:db8::" + Integer.toHexString(i))
                .toList();

        AddressPlan plan = AddressPlan.of(agents, found, (s, t) -> true);

        assertThat(plan.perAgent()).hasSize(agents).noneMatch(List::isEmpty);
        assertThat(plan.perAgent().stream().flatMap(List::stream)).containsAll(found);
        assertThat(plan.size()).isEqualTo(Math.max(agents, addresses));
    }
}
