package io.dispatcher.view;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ShownTest {
    @Test
    void aTimeThatIsNoneCannotSteerTheTerminal() {
        String text = "soon\u001b[2J\n";

        assertThat(Shown.time(text)).isEqualTo("soon\ufffd[2J");
        assertThat(Shown.ago(text)).isEqualTo("soon\ufffd[2J");
        assertThat(Shown.until(text)).isEqualTo("soon\ufffd[2J");
    }
}
