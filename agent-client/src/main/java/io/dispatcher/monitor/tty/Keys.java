package io.dispatcher.monitor.tty;

import io.dispatcher.monitor.model.Key;
import org.jline.keymap.KeyMap;
import org.jline.terminal.Terminal;
import org.jline.utils.InfoCmp.Capability;

/** What terminals send for a key. */
final class Keys {
    /** After an escape: long enough for the rest of a key over a slow line, short enough for one that is meant alone. */
    private static final long ESCAPE_MS = 150;

    private Keys() {}

    static KeyMap<Key.Name> of(Terminal terminal) {
        KeyMap<Key.Name> keys = new KeyMap<>();
        keys.setAmbiguousTimeout(ESCAPE_MS);
        keys.setUnicode(Key.Name.TEXT);
        keys.setNomatch(Key.Name.NONE);
        for (char c = ' '; c < 127; c++) {
            keys.bind(Key.Name.TEXT, String.valueOf(c));
        }
        arrow(keys, terminal, Key.Name.UP, Capability.key_up, "A");
        arrow(keys, terminal, Key.Name.DOWN, Capability.key_down, "B");
        arrow(keys, terminal, Key.Name.RIGHT, Capability.key_right, "C");
        arrow(keys, terminal, Key.Name.LEFT, Capability.key_left, "D");
        arrow(keys, terminal, Key.Name.HOME, Capability.key_home, "H");
        arrow(keys, terminal, Key.Name.END, Capability.key_end, "F");
        bind(keys, Key.Name.HOME, "\u001b[1~", "\u001b[7~");
        bind(keys, Key.Name.END, "\u001b[4~", "\u001b[8~");
        bind(keys, Key.Name.PAGE_UP, "\u001b[5~", KeyMap.ctrl('B'), KeyMap.key(terminal, Capability.key_ppage));
        bind(keys, Key.Name.PAGE_DOWN, "\u001b[6~", KeyMap.ctrl('F'), KeyMap.key(terminal, Capability.key_npage));
        bind(keys, Key.Name.DELETE, "\u001b[3~", KeyMap.key(terminal, Capability.key_dc));
        bind(keys, Key.Name.BACK_TAB, "\u001b[Z", KeyMap.key(terminal, Capability.key_btab));
        bind(keys, Key.Name.TAB, "\t");
        bind(keys, Key.Name.ENTER, "\r", "\n");
        bind(keys, Key.Name.BACKSPACE, "\u007f", "\b");
        bind(keys, Key.Name.CLEAR_LINE, KeyMap.ctrl('U'));
        bind(keys, Key.Name.REDRAW, KeyMap.ctrl('L'));
        bind(keys, Key.Name.ESCAPE, KeyMap.esc());
        return keys;
    }

    // A terminal sends one or the other, whatever its description says.
    private static void arrow(KeyMap<Key.Name> keys, Terminal terminal, Key.Name name, Capability own, String last) {
        bind(keys, name, "\u001b[" + last, "\u001bO" + last, KeyMap.key(terminal, own));
    }

    private static void bind(KeyMap<Key.Name> keys, Key.Name name, CharSequence... sequences) {
        for (CharSequence sequence : sequences) {
            if (sequence != null && sequence.length() > 0) {
                keys.bind(name, sequence);
            }
        }
    }

    static Key key(Key.Name name, String typed) {
        return name == Key.Name.TEXT ? Key.typed(typed) : Key.of(name);
    }
}
