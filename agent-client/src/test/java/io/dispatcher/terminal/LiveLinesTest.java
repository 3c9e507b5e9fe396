package io.dispatcher.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class LiveLinesTest {
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(written, true, StandardCharsets.UTF_8);
    private final LiveLines lines = new LiveLines(new Terminal(out, out, true, false, false));

    private String draw(String... text) {
        written.reset();
        lines.draw(List.of(text));
        return written.toString(StandardCharsets.UTF_8);
    }

    @Test
    void linesTakeThePlaceOfThoseDrawnBefore() {
        assertThat(draw("a", "b", "c")).isEqualTo("a\u001b[K\nb\u001b[K\nc\u001b[K\n\u001b[J");
        assertThat(draw("d")).isEqualTo("\r\u001b[3Ad\u001b[K\n\u001b[J");
        assertThat(draw("e", "f")).startsWith("\r\u001b[1Ae");
    }
}
