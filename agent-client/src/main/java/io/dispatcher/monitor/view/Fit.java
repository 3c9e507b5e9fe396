package io.dispatcher.monitor.view;

import java.util.List;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

/** Text made to fit, in columns of the terminal: some characters take two. */
final class Fit {
    private Fit() {}

    /** Not longer than {@code width}; what was cut ends in an ellipsis. */
    static AttributedString cut(AttributedString text, int width, Palette palette) {
        if (text.columnLength() <= width) {
            return text;
        }
        AttributedStringBuilder cut = new AttributedStringBuilder();
        cut.append(text.columnSubSequence(0, Math.max(0, width - 1)));
        AttributedStyle last = cut.length() == 0 ? AttributedStyle.DEFAULT : cut.styleAt(cut.length() - 1);
        return width < 1
                ? AttributedString.EMPTY
                : cut.styled(last, palette.ellipsis()).toAttributedString();
    }

    /** Not longer than {@code width}; a third of what is left is the beginning. */
    static AttributedString middle(AttributedString text, int width, Palette palette) {
        int length = text.columnLength();
        int head = (width - 1) / 3;
        int tail = width - 1 - head;
        if (length <= width || head < 1) {
            return cut(text, width, palette);
        }
        return new AttributedStringBuilder()
                .append(text.columnSubSequence(0, head))
                .styled(text.styleAt(0), palette.ellipsis())
                .append(text.columnSubSequence(length - tail, length))
                .toAttributedString();
    }

    /** Exactly {@code width} columns. */
    static AttributedString exactly(AttributedString text, int width, boolean right, Palette palette) {
        AttributedString cut = cut(text, width, palette);
        String padding = " ".repeat(width - cut.columnLength());
        return right
                ? new AttributedStringBuilder().append(padding).append(cut).toAttributedString()
                : new AttributedStringBuilder().append(cut).append(padding).toAttributedString();
    }

    /** The parts with a gap between them; those that have no room are left out, from the first that has none. */
    static AttributedString segments(List<AttributedString> parts, int width, String gap) {
        AttributedStringBuilder line = new AttributedStringBuilder();
        for (AttributedString part : parts) {
            int gapWidth = line.length() == 0 ? 0 : gap.length();
            if (line.columnLength() + gapWidth + part.columnLength() > width) {
                break;
            }
            line.append(gapWidth == 0 ? "" : gap).append(part);
        }
        return line.toAttributedString();
    }

    /** One to the left, the other to the right; the left one is cut where they meet. */
    static AttributedString sides(AttributedString left, AttributedString right, int width, Palette palette) {
        int room = width - right.columnLength() - 1;
        if (room < width / 2) {
            return cut(left, width, palette);
        }
        return new AttributedStringBuilder()
                .append(exactly(left, room, false, palette))
                .append(" ")
                .append(right)
                .toAttributedString();
    }
}
