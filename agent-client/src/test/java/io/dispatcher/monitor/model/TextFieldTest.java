package io.dispatcher.monitor.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispatcher.monitor.model.Key.Name;
import org.junit.jupiter.api.Test;

class TextFieldTest {
    private final TextField field = new TextField("abc");

    private void press(Name... names) {
        for (Name name : names) {
            field.pressed(Key.of(name));
        }
    }

    @Test
    void writesWhereTheCursorIs() {
        press(Name.LEFT);
        field.pressed(Key.typed("X"));

        assertThat(field.text()).isEqualTo("abXc");
        assertThat(field.cursor()).isEqualTo(3);
    }

    @Test
    void takesAwayToBothSides() {
        press(Name.HOME, Name.DELETE, Name.END, Name.BACKSPACE, Name.BACKSPACE, Name.BACKSPACE, Name.DELETE);

        assertThat(field.text()).isEmpty();
    }

    @Test
    void aSignOfTwoCharactersIsOneStep() {
        TextField smile = new TextField("a\ud83d\ude00");
        smile.pressed(Key.of(Name.BACKSPACE));

        assertThat(smile.text()).isEqualTo("a");
    }

    @Test
    void hasAnEnd() {
        for (int i = 0; i < 10_000; i++) {
            field.pressed(Key.typed("x"));
        }

        assertThat(field.text()).hasSize(8_192);
    }
}
