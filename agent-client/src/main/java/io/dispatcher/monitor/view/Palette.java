package io.dispatcher.monitor.view;

import com.fasterxml.jackson.databind.JsonNode;
import org.jline.utils.AttributedStyle;

/** Styles and signs the terminal can show. Without colour only bold, faint and reverse are left. */
public final class Palette {
    private static final AttributedStyle PLAIN = AttributedStyle.DEFAULT;
    private static final String BLOCKS = "\u2581\u2582\u2583\u2584\u2585\u2586\u2587\u2588";
    private static final String ASCII_BLOCKS = "_.-:=+*#";

    private final boolean colour;
    private final boolean unicode;

    public Palette(boolean colour, boolean unicode) {
        this.colour = colour;
        this.unicode = unicode;
    }

    AttributedStyle plain() {
        return PLAIN;
    }

    AttributedStyle bold() {
        return PLAIN.bold();
    }

    AttributedStyle dim() {
        return PLAIN.faint();
    }

    AttributedStyle reverse() {
        return PLAIN.inverse();
    }

    AttributedStyle good() {
        return coloured(AttributedStyle.GREEN);
    }

    AttributedStyle warning() {
        return coloured(AttributedStyle.YELLOW);
    }

    AttributedStyle bad() {
        return coloured(AttributedStyle.RED).bold();
    }

    AttributedStyle accent() {
        return coloured(AttributedStyle.CYAN);
    }

    private AttributedStyle coloured(int code) {
        return colour ? PLAIN.foreground(code) : PLAIN;
    }

    AttributedStyle state(String state) {
        return switch (state) {
            case "connected", "available", "completed", "up" -> good();
            case "draining", "busy", "registered", "queued", "degraded" -> warning();
            case "disconnected", "offline", "failed", "expired", "down" -> bad();
            default -> plain();
        };
    }

    AttributedStyle status(JsonNode item) {
        int code = item.path("status_code").asInt(0);
        if (code == 0 || item.hasNonNull("error")) {
            return bad();
        }
        return code < 300 ? good() : code < 400 ? accent() : code < 500 ? warning() : bad();
    }

    String ellipsis() {
        return unicode ? "\u2026" : "~";
    }

    String dot() {
        return unicode ? "\u25cf" : "*";
    }

    String arrow() {
        return unicode ? "\u2192" : "->";
    }

    String down() {
        return unicode ? "\u25bc" : "v";
    }

    String up() {
        return unicode ? "\u25b2" : "^";
    }

    String bar() {
        return unicode ? "\u2588" : "#";
    }

    String line() {
        return unicode ? "\u2500" : "-";
    }

    /** One sign for a value between 0 and 1. */
    String block(double share) {
        String blocks = unicode ? BLOCKS : ASCII_BLOCKS;
        int index = (int) Math.round(share * (blocks.length() - 1));
        return blocks.substring(index, index + 1);
    }
}
