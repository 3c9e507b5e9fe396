package io.dispatcher.dispatch.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispatcher.agents.AgentDirectory;
import io.dispatcher.agents.AgentIdentity;
import io.dispatcher.agents.AgentStore;
import io.dispatcher.agents.selection.AddressPool;
import io.dispatcher.dispatch.ExecuteRequest;
import io.dispatcher.dispatch.FailureType;
import io.dispatcher.protocol.HeaderField;
import io.dispatcher.tunnel.CallerIds;
import io.dispatcher.tunnel.ForwardedTrace;
import io.dispatcher.tunnel.TunnelRequest;
import io.dispatcher.tunnel.TunnelWaits;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DispatchPipelineTest {
    private final AgentDirectory agents = new AgentDirectory(
            "node-1", new NoStore(), new AddressPool(new Random(1), 10), InstantSource.system(), System::nanoTime);
    private final DispatchPipeline pipeline = new DispatchPipeline((ask, turn) -> null, (ask, turn) -> null, agents);

    private static Ask toShop(String wait) throws Exception {
        ExecuteRequest request = new TunnelRequest(
                        "shop",
                        "GET",
                        "/",
                        List.of(new HeaderField("Dispatcher-Upstream-Wait", wait)),
                        "127.0.0.1",
                        "http")
                .order(
                        new TunnelWaits(30, 5, 60, Map.of()),
                        new ForwardedTrace(true, true, List.of()),
                        new CallerIds("laptop", "r-1"),
                        new byte[0],
                        null);
        return new Ask(request, null, false);
    }

    @Test
    void anUpstreamNobodyEverClaimedIsWaitedForInItsQueue() throws Exception {
        assertThat(pipeline.decide(toShop("1"), Turn.TAKE))
                .isEqualTo(new Decision.Waits("dispatcher.upstream.shop", false));
    }

    @Test
    void whoDoesNotWaitIsToldAtOnceThatNobodyEverClaimedIt() throws Exception {
        assertThat(pipeline.decide(toShop("0"), Turn.TAKE))
                .isInstanceOfSatisfying(
                        Decision.Refused.class,
                        refused -> assertThat(refused.failure().type()).isEqualTo(FailureType.UNKNOWN_UPSTREAM));
    }

    private static final class NoStore implements AgentStore {
        @Override
        public List<AgentIdentity> load() {
            return List.of();
        }

        @Override
        public void save(AgentIdentity identity) {}

        @Override
        public void delete(String agentId) {}
    }
}
