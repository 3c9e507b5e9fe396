package io.dispatcher.terminal;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/**
 * The two output streams and what may be done on them. Thread-safe as far as the streams are.
 *
 * <p>Text is written as UTF-8 whatever the locale says; only our own decoration falls back to ASCII where the locale is
 * not a UTF-8 one.
 */
public final class Terminal {
    /** The width everything must be readable at. */
    public static final int WIDTH = 80;
    /** The lines that what is redrawn in place may take, the cursor's own among them. */
    public static final int HEIGHT = 24;

    private final PrintStream out;
    private final PrintStream err;
    private final boolean interactive;
    private final boolean colour;
    private final boolean unicode;

    /** {@code interactive}: {@code out} is a terminal; {@code colour} and {@code unicode}: what it can show. */
    public Terminal(PrintStream out, PrintStream err, boolean interactive, boolean colour, boolean unicode) {
        this.out = out;
        this.err = err;
        this.interactive = interactive;
        this.colour = colour;
        this.unicode = unicode;
    }

    /** This process' own streams; {@code NO_COLOR}, {@code TERM} and the locale are read from {@code env}. */
    public static Terminal of(Map<String, String> env) {
        boolean interactive = isTerminal(1);
        boolean colour = interactive
                && env.getOrDefault("NO_COLOR", "").isEmpty()
                && !env.getOrDefault("TERM", "").equals("dumb");
        return new Terminal(stream(FileDescriptor.out), stream(FileDescriptor.err), interactive, colour, isUtf8(env));
    }

    private static PrintStream stream(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }

    // System.console() of Java 17 also wants standard input to be a terminal, which it is not in a pipe's last command.
    private static boolean isTerminal(int descriptor) {
        try {
            String file = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor))
                    .toString();
            return file.startsWith("/dev/pts/") || file.startsWith("/dev/tty") || file.equals("/dev/console");
        } catch (IOException | UnsupportedOperationException e) {
            return System.console() != null;
        }
    }

    private static boolean isUtf8(Map<String, String> env) {
        for (String name : new String[] {"LC_ALL", "LC_CTYPE", "LANG"}) {
            String value = env.getOrDefault(name, "");
            if (!value.isEmpty()) {
                String locale = value.toLowerCase(Locale.ROOT);
                return locale.contains("utf-8") || locale.contains("utf8");
            }
        }
        return false;
    }

    public PrintStream out() {
        return out;
    }

    public PrintStream err() {
        return err;
    }

    public boolean interactive() {
        return interactive;
    }

    public boolean colour() {
        return colour;
    }

    /** True if signs beyond ASCII can be shown. */
    public boolean unicode() {
        return unicode;
    }

    /** True if this process' standard input is a terminal, where keys can be read. */
    public static boolean inputIsTerminal() {
        return isTerminal(0);
    }

    /** A line on standard output, as it is. */
    public void line(String text) {
        out.println(text);
    }

    /** A line on standard error, as it is. */
    public void note(String text) {
        err.println(text);
    }

    /** Bytes on standard output, as they are. */
    public void bytes(byte[] bytes) throws IOException {
        OutputStream raw = out;
        raw.write(bytes);
        raw.flush();
    }

    public String bold(String text) {
        return styled("1", text);
    }

    public String dim(String text) {
        return styled("2", text);
    }

    public String green(String text) {
        return styled("32", text);
    }

    public String yellow(String text) {
        return styled("33", text);
    }

    public String red(String text) {
        return styled("31", text);
    }

    public String cyan(String text) {
        return styled("36", text);
    }

    private String styled(String code, String text) {
        return colour ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }

    /** The sign for something that worked. */
    public String tick() {
        return green(unicode ? "\u2713" : "+");
    }

    /** The sign for something that failed. */
    public String cross() {
        return red(unicode ? "\u2717" : "x");
    }

    /** A sign that turns as {@code step} goes up. */
    public String spinner(long step) {
        String signs = unicode ? "\u280b\u2819\u2838\u28b0\u28e0\u28c4\u2846\u2807" : "|/-\\";
        int index = (int) Math.floorMod(step, (long) signs.length());
        return cyan(signs.substring(index, index + 1));
    }

    public String ellipsis() {
        return unicode ? "\u2026" : "~";
    }

    /** What separates parts of one line. */
    public String dot() {
        return unicode ? " \u00b7 " : " - ";
    }

    public String arrow() {
        return unicode ? "\u2192" : "->";
    }

    /** A horizontal rule over the whole width. */
    public String rule() {
        return dim((unicode ? "\u2500" : "-").repeat(WIDTH));
    }

    /**
     * {@code text} with every control character but line feed and tab, and every format character, made visible, so that
     * it can neither steer a terminal nor show its signs in another order.
     */
    public static String printable(String text) {
        StringBuilder safe = null;
        int c;
        for (int i = 0; i < text.length(); i += Character.charCount(c)) {
            c = text.codePointAt(i);
            boolean steers = steers(c);
            if (steers && safe == null) {
                safe = new StringBuilder(text.length() + 16).append(text, 0, i);
            }
            if (safe != null) {
                safe.appendCodePoint(steers ? 0xfffd : c);
            }
        }
        return safe == null ? text : safe.toString();
    }

    private static boolean steers(int c) {
        return Character.isISOControl(c) ? c != '\n' && c != '\t' : Character.getType(c) == Character.FORMAT;
    }

    /** {@code text} in one line, safe to show. */
    public static String oneLine(String text) {
        return isOneLine(text) ? text : printable(text).replaceAll("\\s+", " ").strip();
    }

    // Nearly all is, and long lists ask often.
    private static boolean isOneLine(String text) {
        int last = text.length() - 1;
        for (int i = 0; i <= last; i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~' || (c == ' ' && (i == 0 || i == last || text.charAt(i + 1) == ' '))) {
                return false;
            }
        }
        return true;
    }
}
