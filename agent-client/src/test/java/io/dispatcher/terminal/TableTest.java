package io.dispatcher.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.io.PrintStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class TableTest {
    private static Terminal terminal(boolean interactive) {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
        return new Terminal(nowhere, nowhere, interactive, false, false);
    }

    @Property
    void elasticAndOptionalColumnsGiveWayUntilEightyColumnsAreEnough(
            @ForAll @StringLength(max = 120) @CharRange(from = 'a', to = 'z') String first,
            @ForAll @StringLength(max = 39) @CharRange(from = '0', to = '9') String fixed,
            @ForAll @StringLength(max = 120) @CharRange(from = 'a', to = 'z') String second,
            @ForAll @StringLength(max = 120) @CharRange(from = 'a', to = 'z') String optional) {
        Table table =
                new Table().elastic("A").column("B").elastic("C").optional("D").row(first, fixed, second, optional);

        assertThat(table.lines(terminal(true))).allMatch(line -> line.length() <= Terminal.WIDTH);
        assertThat(table.lines(terminal(true)).get(1)).contains(fixed);
        assertThat(table.lines(terminal(false)).get(1))
                .contains(first)
                .contains(second)
                .contains(optional);
    }

    @Test
    void foreignTextCannotBreakALine() {
        Table table = new Table().column("A").row("x\n\u001b[31my");

        assertThat(table.lines(terminal(true)).get(1)).isEqualTo("x \ufffd[31my");
    }
}
