package io.dispatcher.callbacks;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CallbacksTest {
    private static final Instant SINCE = Instant.parse("2026-01-02T03:04:05Z");

    private final Deque<Attempt> attempts = new ArrayDeque<>();
    private final CallbackFigures figures = new CallbackFigures();
    private final Receivers receivers = new Receivers(1);
    private Instant now = SINCE;
    private final Callbacks callbacks =
            new Callbacks(callback -> attempts.remove(), receivers, new RetrySchedule(() -> 0.5), () -> now, figures);

    private static Callback callback(int tries) {
        return new Callback("id", URI.create("http://receiver/path"), new byte[0], tries, 0, SINCE);
    }

    private NextStep after(Attempt attempt, int tries) {
        attempts.add(attempt);
        return callbacks.handle(callback(tries));
    }

    @Test
    void anyTwoHundredIsADelivery() {
        assertThat(after(new Attempt.Answered(200, null), 0)).isInstanceOf(NextStep.Delivered.class);
        assertThat(after(new Attempt.Answered(204, null), 7)).isInstanceOf(NextStep.Delivered.class);
        assertThat(figures.byResult()).isEqualTo(Map.of("delivered", 2L, "failed", 0L, "dead", 0L));
    }

    @Test
    void anythingElseIsTriedAgainAlsoARedirect() {
        for (int status : new int[] {302, 404, 500}) {
            assertThat(after(new Attempt.Answered(status, null), 0))
                    .isEqualTo(new NextStep.Again(Duration.ofSeconds(1), "the receiver answered " + status));
        }
        assertThat(after(new Attempt.Failed("no route"), 1))
                .isEqualTo(new NextStep.Again(Duration.ofSeconds(5), "no route"));
        assertThat(after(new Attempt.Answered(503, Duration.ofSeconds(40)), 1))
                .isEqualTo(new NextStep.Again(Duration.ofSeconds(40), "the receiver answered 503"));
    }

    @Test
    void aReceiverThatIsGoneOrRefusedByThePolicyIsGivenUpAtOnce() {
        assertThat(after(new Attempt.Answered(410, null), 0)).isInstanceOf(NextStep.GivenUp.class);
        assertThat(after(new Attempt.Refused("10.0.0.1 is private"), 0))
                .isEqualTo(new NextStep.GivenUp("egress-denied: 10.0.0.1 is private"));
    }

    @Test
    void theEighthFailureIsTheLastAndItsReasonTold() {
        assertThat(after(new Attempt.Failed("no route"), 7))
                .isEqualTo(new NextStep.GivenUp("not delivered in 8 tries; the last: no route"));
        assertThat(figures.byResult()).containsEntry("dead", 1L);
    }

    @Test
    void aBusyReceiverPutsItsOthersOffAndNobodyElses() {
        URI same = URI.create("HTTP://Receiver/other");
        assertThat(receivers.enter(same)).isTrue();

        assertThat(callbacks.handle(callback(0))).isEqualTo(new NextStep.PutOff(Duration.ofSeconds(1)));
        assertThat(receivers.enter(URI.create("http://receiver:81/"))).isTrue();
        assertThat(figures.byResult().values()).containsOnly(0L);

        receivers.leave(same);
        assertThat(after(new Attempt.Answered(200, null), 0)).isInstanceOf(NextStep.Delivered.class);
    }

    @Test
    void oneThatWasPutOffForADayIsGivenUp() {
        receivers.enter(callback(0).url());
        now = SINCE.plus(Duration.ofHours(25));

        assertThat(callbacks.handle(callback(0))).isInstanceOf(NextStep.GivenUp.class);
    }
}
