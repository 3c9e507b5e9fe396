package io.dispatcher.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TerminalTest {
    @Test
    void controlsAndSignsThatTurnTheOrderOfOthersAreMadeVisible() {
        assertThat(Terminal.printable("a\u001b[2J\u202eb\u2066c\u2069\n\td"))
                .isEqualTo("a\ufffd[2J\ufffdb\ufffdc\ufffd\n\td");
        assertThat(Terminal.oneLine("gnp.\u202etxt\n x")).isEqualTo("gnp.\ufffdtxt x");
    }

    @Test
    void formatSignsBeyondTheFirstPlaneAreMadeVisibleAndOtherSignsAreNot() {
        assertThat(Terminal.oneLine("\udb40\udc41 \ud83d\ude00 \u00e9")).isEqualTo("\ufffd \ud83d\ude00 \u00e9");
    }
}
