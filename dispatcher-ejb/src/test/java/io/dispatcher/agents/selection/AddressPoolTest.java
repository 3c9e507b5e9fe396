package io.dispatcher.agents.selection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class AddressPoolTest {
    private static final int BOUND = 10;

    private final AddressPool pool = new AddressPool(new SplittableRandom(1), BOUND);

    @Test
    void turnsGoRoundInOrder() {
        fill("1", "2", "3");
        assertThat(taken(7)).containsExactly("1", "2", "3", "1", "2", "3", "1");
    }

    @Test
    void aSaturatedAddressIsSkippedUntilItHasRoomAgain() {
        List<PooledAddress> addresses = fill("1", "2");
        for (int i = 0; i < BOUND; i++) {
            addresses.get(0).began(0);
        }
        assertThat(taken(2)).containsExactly("2", "2");
        addresses.get(0).ended(false);
        assertThat(taken(2)).containsExactly("1", "2");
    }

    @Test
    void withAllSaturatedNobodyIsChosen() {
        List<PooledAddress> addresses = fill("1");
        for (int i = 0; i < BOUND; i++) {
            addresses.get(0).began(0);
        }
        assertThat(pool.take(any(SelectionStrategy.ROUND_ROBIN))).isNull();
        assertThat(pool.peek(any(SelectionStrategy.RANDOM))).isNull();
    }

    @Test
    void whenTheNextInTurnLeavesItsSuccessorIsNext() {
        List<PooledAddress> addresses = fill("1", "2", "3", "4");
        taken(1);
        pool.replace(List.of(addresses.get(0), addresses.get(2), addresses.get(3)), (agent, labels) -> true);
        assertThat(taken(3)).containsExactly("3", "4", "1");
    }

    @Test
    void aNewcomerTakesItsPlaceWithoutMovingTheTurn() {
        List<PooledAddress> addresses = fill("1", "3");
        taken(1);
        pool.replace(List.of(addresses.get(0), address("2"), addresses.get(1)), (agent, labels) -> true);
        assertThat(taken(3)).containsExactly("3", "1", "2");
    }

    @Test
    void aSessionSticksToItsAddressAndMovesOnlyWhenThatIsGone() {
        List<PooledAddress> addresses = new ArrayList<>(fill("1", "2", "3", "4", "5"));
        Map<String, String> before = new HashMap<>();
        for (int s = 0; s < 50; s++) {
            before.put("s" + s, take(sticky("s" + s)));
            assertThat(take(sticky("s" + s))).isEqualTo(before.get("s" + s));
        }
        assertThat(before.values()).contains("1", "2", "3", "4", "5");
        addresses.removeIf(address -> "3".equals(address.address()));
        pool.replace(addresses, (agent, labels) -> true);
        before.forEach((session, address) -> {
            if (!address.equals("3")) {
                assertThat(take(sticky(session))).isEqualTo(address);
            }
        });
    }

    @Test
    void theLeastLoadedIsChosenAndTiesGoInTurn() {
        List<PooledAddress> addresses = fill("1", "2", "3");
        addresses.get(0).began(0);
        Selection least = any(SelectionStrategy.LEAST_IN_FLIGHT);
        assertThat(take(least)).isEqualTo("2");
        assertThat(take(least)).isEqualTo("3");
        assertThat(take(least)).isEqualTo("2");
    }

    @Test
    void askingForSoonLooksAtTheAgentsCredit() {
        PooledAddress address = address("1");
        address.load().credit(2);
        pool.replace(List.of(address), (agent, labels) -> true);
        for (int i = 0; i < 4; i++) {
            PooledAddress chosen = pool.takeSoon(any(SelectionStrategy.ROUND_ROBIN));
            assertThat(chosen).isNotNull();
            chosen.began(0);
        }
        assertThat(pool.takeSoon(any(SelectionStrategy.ROUND_ROBIN))).isNull();
        assertThat(pool.take(any(SelectionStrategy.ROUND_ROBIN))).isNotNull();
    }

    @Test
    void manyThreadsShareTheTurnsEvenly() throws Exception {
        fill("1", "2", "3");
        Map<String, Integer> counts = new ConcurrentHashMap<>();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        for (int t = 0; t < 8; t++) {
            threads.execute(() -> {
                for (int i = 0; i < 375; i++) {
                    counts.merge(take(any(SelectionStrategy.ROUND_ROBIN)), 1, Integer::sum);
                }
            });
        }
        threads.shutdown();
        assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        assertThat(counts).isEqualTo(Map.of("1", 1_000, "2", 1_000, "3", 1_000));
    }

    @Property(tries = 200)
    void peekAlwaysSaysWhatTakeDoes(
            @ForAll @IntRange(max = 3) int strategy, @ForAll @IntRange(min = 1, max = 9) int size) {
        AddressPool fresh = new AddressPool(new SplittableRandom(size), BOUND);
        List<PooledAddress> addresses = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            addresses.add(address("a" + i));
        }
        fresh.replace(addresses, (agent, labels) -> true);
        Selection selection = new Selection(null, null, Map.of(), SelectionStrategy.values()[strategy], "session");
        for (int i = 0; i < 30; i++) {
            PooledAddress said = fresh.peek(selection);
            assertThat(fresh.peek(selection)).isSameAs(said);
            PooledAddress took = fresh.take(selection);
            assertThat(took).isSameAs(said);
            if (took != null) {
                took.began(0);
            }
        }
    }

    private List<PooledAddress> fill(String... texts) {
        List<PooledAddress> addresses = new ArrayList<>();
        for (String text : texts) {
            addresses.add(address(text));
        }
        pool.replace(addresses, (agent, labels) -> true);
        return addresses;
    }

    private static PooledAddress address(String text) {
        return new PooledAddress("agent", text, "ipv6", new AgentLoad());
    }

    private List<String> taken(int count) {
        List<String> taken = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            taken.add(take(any(SelectionStrategy.ROUND_ROBIN)));
        }
        return taken;
    }

    private String take(Selection selection) {
        PooledAddress taken = pool.take(selection);
        return taken == null ? "none" : taken.address();
    }

    private static Selection any(SelectionStrategy strategy) {
        return new Selection(null, null, Map.of(), strategy, null);
    }

    private static Selection sticky(String session) {
        return new Selection(null, null, Map.of(), SelectionStrategy.STICKY, session);
    }
}
