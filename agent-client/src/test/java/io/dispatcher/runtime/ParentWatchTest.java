package io.dispatcher.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ParentWatchTest {
    private final AtomicInteger gone = new AtomicInteger();
    private Process parent;

    @BeforeEach
    void startParent() throws Exception {
        parent = new ProcessBuilder("sleep", "600").start();
    }

    @AfterEach
    void endParent() {
        parent.destroyForcibly();
    }

    @Test
    void aParentThatIsKilledIsNoticed() {
        ParentWatch.start(String.valueOf(parent.pid()), gone::incrementAndGet);
        assertThat(gone).hasValue(0);

        parent.destroyForcibly();

        await().until(() -> gone.get() == 1);
    }

    @Test
    void aParentThatIsGoneAlreadyIsNoticedAtOnce() throws Exception {
        long pid = parent.pid();
        parent.destroyForcibly();
        assertThat(parent.waitFor(10, TimeUnit.SECONDS)).isTrue();

        ParentWatch.start(String.valueOf(pid), gone::incrementAndGet);

        assertThat(gone).hasValue(1);
    }

    @Test
    void withoutAParentNothingIsWatched() {
        ParentWatch.start((String) null, gone::incrementAndGet);
        ParentWatch.start("", gone::incrementAndGet);
        ParentWatch.start("x", gone::incrementAndGet);

        assertThat(gone).hasValue(0);
    }
}
