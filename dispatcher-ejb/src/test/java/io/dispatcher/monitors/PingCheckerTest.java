package io.dispatcher.monitors;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispatcher.ping.ScriptedPings;
import io.dispatcher.protocol.Names;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** From the coordinator itself, which pings as the test says. */
class PingCheckerTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private final ScriptedPings pings = new ScriptedPings();
    private final List<CheckResult> results = new ArrayList<>();
    private @Nullable Instant thereSince = NOON;
    private final PingChecker checker = new PingChecker(pings.tasks, agent -> thereSince);

    private void check(String target, Thresholds thresholds) {
        MonitorSpec spec = new MonitorSpec(
                "m", new Check.Ping(ScriptedPings.order(List.of(target))), null, false, 1_000, thresholds, 1, 1, false);
        checker.check(spec, new CheckResult.Place(Names.COORDINATOR, null), "shop", results::add);
    }

    private void check() {
        check("192.0.2.1", new Thresholds(null, null, null, null));
    }

    private CheckResult only() {
        assertThat(results).hasSize(1);
        return results.get(0);
    }

    @Test
    void answersAreItsSamplesInMicroseconds() {
        check();
        pings.reply(1_500_000, "192.0.2.9");
        pings.reply(2_500_000, "192.0.2.9");
        assertThat(results).isEmpty();
        pings.summaries(0, 3);

        assertThat(only().verdict()).isEqualTo(Verdict.UP);
        assertThat(only().samples()).containsExactly(1_500, 2_500);
        assertThat(only().sourceAddress()).isEqualTo("192.0.2.9");
        assertThat(only().sent()).isEqualTo(3);
        assertThat(only().received()).isEqualTo(3);
    }

    @Test
    void lossBeyondTheThresholdIsDegraded() {
        check("192.0.2.1", new Thresholds(50.0, null, null, null));
        pings.reply(1_000_000, "192.0.2.9");
        pings.summaries(0, 1);

        assertThat(only().verdict().state()).isEqualTo(MonitorState.DEGRADED);
        assertThat(only().verdict().reason()).contains("% lost, more than 50 %");
    }

    @Test
    void noAnswerIsDownForTheReasonThatWasHeard() {
        check();
        pings.error("host unreachable");
        pings.summaries(0, 0);

        assertThat(only().verdict()).isEqualTo(Verdict.down("host unreachable"));
        assertThat(only().lossPercent()).isEqualTo(100);
    }

    @Test
    void noAnswerToAnAgentThatWasNotThereThroughoutSaysNothingOfTheTarget() {
        check();
        thereSince = NOON.plusSeconds(1);
        pings.summaries(0, 0);

        assertThat(only().verdict().state()).isEqualTo(MonitorState.UNKNOWN);
    }

    @Test
    void aTargetThatMayNotBePingedSaysNothingOfIt() {
        check("198.51.100.1", new Thresholds(null, null, null, null));

        assertThat(pings.orders).allMatch(order -> order.targets().isEmpty());
        assertThat(only().verdict().state()).isEqualTo(MonitorState.UNKNOWN);
        assertThat(only().verdict().reason()).startsWith("egress-denied");
    }
}
