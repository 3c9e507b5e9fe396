package io.dispatcher.protocol.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class PlacedDocumentTest {
    private static PlacedDocument yaml(String text) throws DocumentException {
        return PlacedDocument.yaml(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void refused(String text, int line, String reason) {
        assertThatThrownBy(() -> yaml(text))
                .as(text)
                .isInstanceOfSatisfying(
                        DocumentException.class,
                        e -> assertThat(e.place().line()).isEqualTo(line))
                .hasMessageContaining(reason);
    }

    @Example
    void yamlAndJsonOfTheSameMeaningAreTheSame() throws DocumentException {
        String json = "{\"name\": \"a\", \"seed\": 42, \"deep\": {\"list\": [1.5, true, null, \"x\\ny\\n\"]}}";
        assertThat(
                        yaml("name: a\nseed: 42\ndeep:\n  list:\n    - 1.5\n    - true\n    - null\n    - |\n      x\n      y\n")
                                .tree())
                .isEqualTo(PlacedDocument.json(json.getBytes(StandardCharsets.UTF_8))
                        .tree());
    }

    @Example
    void numbersKeepTheirDigits() throws DocumentException {
        assertThat(yaml("a: 12345678901234567890.123456789\nb: 99999999999999999999\nc: -1.5e-9\n")
                        .tree())
                .hasToString("{\"a\":12345678901234567890.123456789,\"b\":99999999999999999999,\"c\":-1.5E-9}");
    }

    @Example
    void eachPartKnowsItsPlaceAndWhatIsNotThereTheNearestAround() throws DocumentException {
        PlacedDocument document = yaml("name: a\nsteps:\n  - name: b\n    request: {colour: red}\n");
        assertThat(document.place("steps[0].request.colour")).isEqualTo(new Place(4, 15));
        assertThat(document.place("steps[0].request.url")).isEqualTo(new Place(4, 5));
        assertThat(document.place("steps[7]")).isEqualTo(new Place(2, 1));
        assertThat(document.place("nowhere")).isEqualTo(new Place(1, 1));
        assertThat(document.place("steps[0].name[3].x")).isEqualTo(new Place(3, 5));
        assertThat(document.place("na")).isEqualTo(new Place(1, 1));
        assertThat(document.place("")).isEqualTo(new Place(1, 1));
    }

    @Example
    void aLongNameBeforeManyPartsCostsNoMoreThanTheyDo() throws DocumentException {
        PlacedDocument document = yaml("n".repeat(900) + ": [" + "[],".repeat(300_000) + "]\nz: 1\n");
        assertThat(document.place("z")).isEqualTo(new Place(2, 1));
        assertThat(document.place("n".repeat(900) + "[299999]")).isEqualTo(new Place(1, 900_901));
        refused("a: " + "1".repeat(101) + "\n", 1, "100");
    }

    @Example
    void whatStandsForSomethingElseOrIsTooDeepOrTwiceIsRefused() {
        refused("a: &x [1]\nb: *x\n", 2, "aliases");
        refused("a: &a [b]\nb: [*a, *a]\n", 2, "aliases");
        refused("a: 1\na: 2", 2, "Duplicate");
        refused("a: 1.0e+999\n", 1, "finite");
        refused("a: 1_0001.\n", 1, "can be read");
        refused("a: 1\n---\nb: 2\n", 3, "nothing may follow");
        refused("- a\n", 1, "must hold an object");
        refused("a: !!binary aGk=\n", 1, "not understood");
        refused("", 1, "must hold an object");
        refused("a: " + "[".repeat(100_000), 1, "nested");
    }

    @Property(tries = 5_000)
    void anyTextIsReadOrRefusedWithItsPlace(@ForAll("texts") String text) {
        try {
            assertThat(yaml(text).tree()).isNotNull();
        } catch (DocumentException e) {
            assertThat(e.place().line()).isPositive();
            assertThat(e.getMessage()).isNotBlank();
        }
    }

    @Property(tries = 1_000)
    void anyBytesAreReadOrRefused(@ForAll byte[] bytes) {
        try {
            assertThat(PlacedDocument.yaml(bytes).tree()).isNotNull();
        } catch (DocumentException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }

    @Provide
    static Arbitrary<String> texts() {
        Arbitrary<String> tokens = Arbitraries.of(
                "a",
                ": ",
                "- ",
                "\n",
                "  ",
                "{",
                "}",
                "[",
                "]",
                ",",
                "&x ",
                "*x",
                "!!int ",
                "!t ",
                "| ",
                ">",
                "\"",
                "'",
                "? ",
                "# ",
                "---\n",
                "...\n",
                "%YAML 1.1\n",
                "0x",
                "1_000",
                "1e",
                "0b1",
                "-",
                ".inf",
                "<<: ",
                "\t",
                "\u0000",
                "\u2028",
                "\ud83d",
                "12:30:45",
                "99999999999999999999",
                "~",
                "null",
                "1.");
        return tokens.list().ofMaxSize(40).map(parts -> String.join("", parts));
    }
}
