package io.dispatcher.icmp.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dispatcher.icmp.PingEngine;
import io.dispatcher.protocol.PingOrder;
import io.dispatcher.protocol.PingResult;
import io.dispatcher.protocol.egress.EgressPolicy;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Names, families and the policy, up to the engine; which here pings nobody. */
@Timeout(30)
class RunningOrderTest {
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final List<PingResult> results = new CopyOnWriteArrayList<>();
    private final Map<String, BiConsumer<List<InetAddress>, @Nullable String>> lookups = new LinkedHashMap<>();
    private volatile boolean over;

    @AfterEach
    void stop() {
        timer.shutdownNow();
    }

    private Runnable begin(String family, @Nullable String source, String... targets) throws Exception {
        EgressPolicy policy = new EgressPolicy(List.of(), List.of(), List.of());
        PingOrder order = new PingOrder(List.of(targets), 100, 1, 1_000, 0, 56, family, source);
        try (PingEngine engine = PingEngine.open()) {
            // Closed when it is used: it refuses what comes as far as that.
            PingWork work = new PingWork(engine, lookups::put, text -> null, policy, timer);
            return work.begin(order, (some, last) -> {
                results.addAll(some);
                over |= last;
                return true;
            });
        }
    }

    private static InetAddress ip(String text) throws UnknownHostException {
        return InetAddress.getByName(text);
    }

    private List<String> details() {
        await().until(() -> over);
        assertThat(results.stream().filter(result -> result.summary() != null))
                .allMatch(end -> end.summary().sent() == 0);
        return results.stream()
                .filter(result -> result.summary() == null)
                .map(result -> result.target() + " " + result.detail())
                .toList();
    }

    @Test
    void aNameWithoutAnAddressIsAnErrorAndASummary() throws Exception {
        begin("any", null, "nowhere");
        lookups.get("nowhere").accept(List.of(), "the name nowhere has no address");
        assertThat(details()).containsExactly("0 the name nowhere has no address");
        assertThat(results).hasSize(2);
    }

    @Test
    void theFamilyChoosesAmongAddresses() throws Exception {
        begin("6", null, "four");
        lookups.get("four").accept(List.of(ip("192.0.2.1")), null);
        assertThat(details()).singleElement().asString().contains("no address of the family");
    }

    @Test
    void anAddressThatThePolicyRefusesIsDenied() throws Exception {
        begin("any", null, "inside");
        lookups.get("inside").accept(List.of(ip("10.0.0.1"), ip("127.0.0.1")), null);
        assertThat(details()).singleElement().asString().startsWith("0 egress-denied: 10.0.0.1");
    }

    @Test
    void aSourceThatIsNotOursEndsAllTargets() throws Exception {
        begin("any", "192.0.2.7", "a", "b");
        assertThat(details()).hasSize(2).allMatch(detail -> detail.contains("192.0.2.7 is not"));
        assertThat(lookups).isEmpty();
    }

    @Test
    void aFullEngineIsToldForEachTarget() throws Exception {
        begin("any", null, "a");
        lookups.get("a").accept(List.of(ip("8.8.8.8")), null);
        assertThat(details()).hasSize(1);
    }

    @Test
    void namesAreLookedUpSomeAtATimeAndNoneAfterACancel() throws Exception {
        String[] targets = new String[200];
        for (int i = 0; i < targets.length; i++) {
            targets[i] = "t" + i;
        }
        Runnable cancel = begin("any", null, targets);
        assertThat(lookups).hasSize(64);
        cancel.run();
        new ArrayList<>(lookups.values()).forEach(then -> then.accept(List.of(), null));
        await().until(() -> over);
        assertThat(lookups).hasSize(64);
        assertThat(results).hasSize(200).allMatch(result -> result.summary() != null);
    }
}
