package io.dispatcher.benchmarks.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ProcFsTest {
    @Test
    void cpuIsTheSumOfOwnAndWaitedForChildrensTicks() {
        String stat = "4711 (java) S 1 4711 4711 0 -1 4194560 100 200 0 0 150 50 30 20 20 0 12 0 999 1 2 3";

        assertThat(ProcFs.parseCpuSeconds(stat)).isEqualTo(2.5);
    }

    @Test
    void aCommandWithBlanksAndParenthesesDoesNotShiftTheFields() {
        String stat = "1 (a (strange) name) S 1 1 1 0 -1 0 0 0 0 0 7 3 0 0 20 0 1 0 5";

        assertThat(ProcFs.parseCpuSeconds(stat)).isCloseTo(0.1, within(1e-9));
    }

    @Test
    void theMachineIsBusyWithEverythingButIdlingAndWaiting() {
        String stat = "cpu  100 10 50 9999 8888 5 15 20 100 0\ncpu0 1 1 1 1 1 1 1 1 1 1\n";

        assertThat(ProcFs.parseBusySeconds(stat)).isEqualTo(2.0);
        assertThat(ProcFs.machineBusySeconds()).isPositive();
    }

    @Test
    void residentSetIsTakenFromItsOwnLineOnly() {
        String status = "Name:\tjava\nVmPeak:\t 900 kB\nVmHWM:\t  800 kB\nVmRSS:\t   12345 kB\nRssAnon:\t 1 kB\n";

        assertThat(ProcFs.parseRssKib(status)).isEqualTo(12_345);
    }

    @Test
    void aProcessWithoutMemoryHasNone() {
        assertThat(ProcFs.parseRssKib("Name:\tjava\nState:\tZ (zombie)\n")).isZero();
    }

    @Test
    void argumentsAreSeparatedByNulAndMayHoldBlanks() {
        assertThat(ProcFs.parseArguments("java\0-Dx=a b\0Main\0")).containsExactly("java", "-Dx=a b", "Main");
    }

    @Test
    void thisProcessHasMemoryAndArguments() {
        long pid = ProcessHandle.current().pid();

        assertThat(ProcFs.rssKib(pid)).isPositive();
        assertThat(ProcFs.arguments(pid)).isNotEmpty();
        assertThat(ProcFs.cpuSeconds(pid)).isNotNegative();
    }

    @Test
    void aProcessThatHasGoneCountsNothing() {
        assertThat(ProcFs.rssKib(-1)).isZero();
        assertThat(ProcFs.cpuSeconds(-1)).isZero();
        assertThat(ProcFs.arguments(-1)).isEmpty();
    }
}
