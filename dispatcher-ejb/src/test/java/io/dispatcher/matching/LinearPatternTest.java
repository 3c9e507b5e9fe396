package io.dispatcher.matching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LinearPatternTest {
    @Test
    void findsAndTellsGroups() throws Exception {
        LinearPattern pattern = LinearPattern.of("id=(\\d+)(x)?");
        assertThat(pattern.foundIn("a id=12 b")).isTrue();
        assertThat(pattern.matches("a id=12 b")).isFalse();
        assertThat(pattern.groups("a id=12 b")).containsExactly("id=12", "12", "");
        assertThat(pattern.groups("none")).isEmpty();
    }

    @Test
    void whatBacktracksElsewhereEndsHere() throws Exception {
        assertThat(LinearPattern.of("(a*)*(a*)*(a|a)*b").foundIn("a".repeat(20_000)))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(",
                "[",
                "a{2,1}",
                "\\1",
                "(?=a)",
                "*",
                "((a{1000}){1000}){1000}",
                "(((a{30}){30}){30})",
                "a{1001}"
            })
    void refusesWhatIsNoneOrTooLarge(String text) {
        assertThatThrownBy(() -> LinearPattern.of(text)).isInstanceOf(ExpressionException.class);
    }

    /** RE2/J would compile them for ever. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "(?i)\u1c80",
                "a(?s-i:\u1c88)",
                "(?i)[a-\ud83d\ude00]",
                "(?i)[é-\\x{10FFFF}]",
                "(?i)\\x{1c85}",
                "(?is)[\\x{1c80}]",
                "(?i)[^a-\u1c81]",
                "(?i)[--\ud83d\ude00]"
            })
    void refusesLettersThatFoldWithoutAnEnd(String text) {
        assertThatThrownBy(() -> LinearPattern.of(text))
                .isInstanceOf(ExpressionException.class)
                .hasMessageContaining("case");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u1c80",
                "[a-\ud83d\ude00]",
                "(?i)[a-zà-ÿ]",
                "(?i)€ \ud83d\ude00",
                "(?i)\\p{L}\\pN[^a]",
                "(?i)[\\pL]",
                "(?i)\\x41"
            })
    void takesThoseThatDo(String text) throws Exception {
        assertThat(LinearPattern.of(text).text()).isEqualTo(text);
    }

    @Test
    void refusesALongOne() {
        assertThatThrownBy(() -> LinearPattern.of("a".repeat(1_001)))
                .isInstanceOf(ExpressionException.class)
                .hasMessageContaining("longer");
    }

    @ParameterizedTest
    @CsvSource({"a, 1", "abc, 3", "(ab){10}, 30", "[abc]{100}, 100", "(a{10}){10}, 110", "'[^]]{5}', 5", "'a{,5}', 5"})
    void countsNoFewerStatesThanThereAre(String text, long atLeast) {
        assertThat(new PatternSize(text).most()).isBetween(atLeast, atLeast * 3 + 10);
    }

    @Property(tries = 1_000)
    void anyTextIsAnExpressionOrIsRefused(@ForAll("almostExpressions") String text) {
        try {
            LinearPattern.of(text).foundIn("aaaaaaaaaaaaaaaaaaaaaaaa b");
        } catch (ExpressionException e) {
            assertThat(e).hasMessageNotContaining("re2j");
        }
    }

    @Provide
    Arbitrary<String> almostExpressions() {
        return Arbitraries.of(
                        "a",
                        "b",
                        "(",
                        ")",
                        "[",
                        "]",
                        "*",
                        "+",
                        "?",
                        "{",
                        "}",
                        "9",
                        "99",
                        ",",
                        "|",
                        "^",
                        "$",
                        "\\",
                        ".",
                        "-",
                        "(?i)",
                        "(?i)[",
                        "(?s-i:",
                        "\\x{",
                        "1c80",
                        "\u1c82",
                        "\\d",
                        "\\p{L}",
                        "(?P<n>",
                        "\\Q",
                        "é",
                        "\ud83d\ude00",
                        "\ud800")
                .list()
                .ofMaxSize(25)
                .map(parts -> String.join("", parts));
    }
}
