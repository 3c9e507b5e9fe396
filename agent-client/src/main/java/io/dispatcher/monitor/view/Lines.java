package io.dispatcher.monitor.view;

import com.fasterxml.jackson.databind.JsonNode;
import io.dispatcher.terminal.Terminal;
import io.dispatcher.view.Shown;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

/** A page's lines while they are written. */
final class Lines {
    private static final int NAME = 12;
    /** Of one page: the history keeps 64 KiB of a body. */
    private static final int MOST = 5_000;

    private final int width;
    private final Palette palette;
    private final List<AttributedString> lines = new ArrayList<>();

    Lines(int width, Palette palette) {
        this.width = width;
        this.palette = palette;
    }

    List<AttributedString> lines() {
        return lines;
    }

    Palette palette() {
        return palette;
    }

    int width() {
        return width;
    }

    void blank() {
        lines.add(AttributedString.EMPTY);
    }

    void title(String text) {
        if (!lines.isEmpty()) {
            blank();
        }
        lines.add(new AttributedString(text, palette.accent().bold()));
    }

    /** Foreign text, in as many lines as it takes. */
    void text(String text, AttributedStyle style) {
        for (String line : Terminal.printable(text).replace("\t", "    ").split("\n", -1)) {
            wrapped("  ", new AttributedString(line, style));
        }
    }

    void field(String name, String value) {
        field(name, value, palette.plain());
    }

    void field(String name, String value, AttributedStyle style) {
        if (!value.equals("-") && !value.isEmpty()) {
            String label = Terminal.oneLine(name);
            wrapped(
                    "  ",
                    new AttributedStringBuilder()
                            .styled(palette.dim(), label + " ".repeat(Math.max(1, NAME - label.length())))
                            .styled(style, Terminal.oneLine(value))
                            .toAttributedString());
        }
    }

    void field(String name, JsonNode object, String member) {
        field(name, Shown.text(object, member));
    }

    /** One line, cut where it is too long. */
    void line(AttributedString line) {
        if (lines.size() < MOST) {
            lines.add(Fit.cut(line, width, palette));
        }
    }

    void headers(JsonNode headers) {
        for (Map.Entry<String, JsonNode> header : headers.properties()) {
            if (header.getValue().isArray()) {
                header.getValue().forEach(value -> header(header.getKey(), value.asText()));
            } else {
                header(header.getKey(), header.getValue().asText());
            }
        }
    }

    private void header(String name, String value) {
        wrapped(
                "  ",
                new AttributedStringBuilder()
                        .styled(palette.dim(), Terminal.oneLine(name) + ": ")
                        .append(Terminal.oneLine(value))
                        .toAttributedString());
    }

    private void wrapped(String indent, AttributedString text) {
        List<AttributedString> parts = text.columnSplitLength(Math.max(1, width - indent.length()));
        for (AttributedString part : parts.isEmpty() ? List.of(AttributedString.EMPTY) : parts) {
            if (lines.size() < MOST) {
                lines.add(new AttributedStringBuilder()
                        .append(indent)
                        .append(part)
                        .toAttributedString());
            }
        }
    }
}
