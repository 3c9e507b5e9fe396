package io.dispatcher.monitor.tty;

import io.dispatcher.monitor.model.Key;
import java.io.IOError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jline.keymap.BindingReader;
import org.jline.keymap.KeyMap;
import org.jline.reader.EndOfFileException;
import org.jline.terminal.Attributes;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.Terminal.Signal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.AttributedString;
import org.jline.utils.Display;
import org.jline.utils.InfoCmp.Capability;
import org.jline.utils.Signals;
import org.jspecify.annotations.Nullable;

/** The terminal taken over: its other screen, without echo and without a cursor, until it is closed. Thread-safe. */
public final class Tty implements AutoCloseable {
    // Above the screen there may be nothing but what is drawn: JLine must not log there. Kept, or it would be
    // forgotten.
    private static final Logger LIBRARY = Logger.getLogger("org.jline");

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration READ_END = Duration.ofSeconds(2);
    private static final int TERMINATED = 143;

    private final Terminal terminal;
    private final Attributes before;
    private final Display display;
    private final BindingReader reader;
    private final KeyMap<Key.Name> keys;
    private volatile Size size;
    private @Nullable Size drawn;
    private volatile @Nullable Thread reading;
    private volatile boolean closing;
    private boolean typing;
    private boolean closed;

    private Tty(Terminal terminal) {
        this.terminal = terminal;
        this.size = sizeOf(terminal);
        this.before = terminal.enterRawMode();
        Attributes raw = terminal.getAttributes();
        // Nobody could bring a stopped monitor's screen back in order.
        raw.setControlChar(Attributes.ControlChar.VSUSP, 0);
        terminal.setAttributes(raw);
        this.display = new Display(terminal, true);
        this.reader = new BindingReader(terminal.reader());
        this.keys = Keys.of(terminal);
        terminal.puts(Capability.enter_ca_mode);
        terminal.puts(Capability.keypad_xmit);
        terminal.puts(Capability.cursor_invisible);
        terminal.flush();
        display.clear();
    }

    /** Takes over the terminal of this process, and the signals that end it; null if it cannot place a cursor, as a {@code dumb} one. */
    public static @Nullable Tty open(Runnable resized, Runnable interrupted) throws IOException {
        LIBRARY.setLevel(Level.OFF);
        // By stty alone: what JLine's native library gives back has lost the line's speed.
        Terminal terminal = TerminalBuilder.builder()
                .system(true)
                .systemOutput(TerminalBuilder.SystemOutput.SysOut)
                .jni(false)
                .exec(true)
                .ffm(false)
                .jna(false)
                .jansi(false)
                .dumb(false)
                .encoding(StandardCharsets.UTF_8)
                .build();
        if (terminal.getStringCapability(Capability.cursor_address) == null) {
            terminal.close();
            return null;
        }
        Tty tty = new Tty(terminal);
        terminal.handle(Signal.WINCH, signal -> tty.resized(resized));
        terminal.handle(Signal.CONT, signal -> tty.resized(resized));
        terminal.handle(Signal.INT, signal -> end(interrupted));
        // Not by a shutdown hook: JLine has one, too, that would restore at the same time.
        Signals.register("TERM", () -> end(interrupted));
        Signals.register("HUP", () -> end(interrupted));
        return tty;
    }

    private static void end(Runnable interrupted) {
        Thread last = new Thread(Tty::halt, "top-last");
        last.setDaemon(true);
        last.start();
        interrupted.run();
    }

    // Whoever was told to end does, also when the terminal takes nothing any more.
    private static void halt() {
        try {
            TimeUnit.MILLISECONDS.sleep(PATIENCE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(TERMINATED);
    }

    // To ask takes a process of its own: once a change, not once a drawing.
    private void resized(Runnable then) {
        size = sizeOf(terminal);
        then.run();
    }

    private static Size sizeOf(Terminal terminal) {
        Size size = terminal.getSize();
        return size.getColumns() > 0 && size.getRows() > 0 ? size : new Size(80, 24);
    }

    /** Columns and rows. */
    public Size size() {
        return size;
    }

    /** Makes the screen this; {@code cursor} is where it is typed, negative where it is not; {@code on}: what it was made for. */
    public synchronized void draw(List<AttributedString> lines, int cursor, Size on) {
        if (closed) {
            return;
        }
        if (!on.equals(drawn)) {
            // What a terminal leaves of the old screen is its own affair.
            display.resize(on.getRows(), on.getColumns());
            display.clear();
            drawn = on;
        }
        if (cursor < 0 && typing) {
            terminal.puts(Capability.cursor_invisible);
        }
        // It keeps the list, and changes it.
        display.update(new ArrayList<>(lines), Math.max(0, cursor), false);
        if (cursor >= 0 && !typing) {
            terminal.puts(Capability.cursor_normal);
        }
        typing = cursor >= 0;
        terminal.flush();
    }

    /** The next draws everything, whatever is on the screen. */
    public synchronized void clear() {
        display.clear();
    }

    /** Waits for a key; null when there will be no more. */
    public @Nullable Key read() {
        reading = Thread.currentThread();
        try {
            Key.Name name = closing ? null : reader.readBinding(keys);
            return name == null ? null : Keys.key(name, reader.getLastBinding());
        } catch (IOError | EndOfFileException e) {
            // The terminal is closed, or its line is cut.
            return null;
        }
    }

    // JLine's reading sets the terminal to what reading needs, again and again: it must have ended before that is
    // undone.
    private void stopReading() {
        closing = true;
        Thread thread = reading;
        if (thread == null) {
            return;
        }
        thread.interrupt();
        try {
            thread.join(READ_END.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Gives the terminal back as it was. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        stopReading();
        terminal.puts(Capability.exit_ca_mode);
        terminal.puts(Capability.keypad_local);
        terminal.puts(Capability.cursor_normal);
        terminal.flush();
        terminal.setAttributes(before);
        try {
            terminal.close();
        } catch (IOException e) {
            // There is nobody left to tell.
        }
    }
}
