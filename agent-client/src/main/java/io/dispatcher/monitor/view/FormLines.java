package io.dispatcher.monitor.view;

import io.dispatcher.monitor.model.Form;
import io.dispatcher.terminal.Terminal;
import java.util.List;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;

/** A form: one line a field, the one that is written in marked. */
final class FormLines {
    private static final int LABEL = 12;

    private final Palette palette;

    FormLines(Palette palette) {
        this.palette = palette;
    }

    /** Adds its lines and returns where the cursor is, in columns from the top left of the screen. */
    int add(Form form, List<AttributedString> lines, int width) {
        String title = Terminal.oneLine(form.title());
        lines.add(new AttributedString(
                Fit.exactly(new AttributedString(" " + title), width, false, palette)
                        .toString(),
                palette.accent().inverse()));
        lines.add(AttributedString.EMPTY);
        int cursor = Picture.NO_CURSOR;
        int room = width - LABEL - 4;
        for (int i = 0; i < form.fields().size(); i++) {
            Form.Field field = form.fields().get(i);
            boolean focused = form.focus() == i;
            String text = field.input().text();
            int before = new AttributedString(text.substring(0, field.input().cursor())).columnLength();
            // What is left of the room is scrolled away.
            int from = Math.max(0, before - room + 1);
            if (focused) {
                cursor = lines.size() * width + LABEL + 3 + before - from;
            }
            lines.add(line(field, text, from, room, focused));
        }
        if (!form.problem().isEmpty()) {
            lines.add(AttributedString.EMPTY);
            lines.add(Fit.cut(
                    new AttributedString("  " + Terminal.oneLine(form.problem()), palette.bad()), width, palette));
        }
        return cursor;
    }

    private AttributedString line(Form.Field field, String text, int from, int room, boolean focused) {
        AttributedStringBuilder line = new AttributedStringBuilder();
        line.styled(focused ? palette.bold() : palette.plain(), focused ? "> " : "  ");
        line.styled(palette.dim(), String.format("%-" + LABEL + "s ", field.label()));
        if (text.isEmpty()) {
            line.append(Fit.cut(new AttributedString(field.hint(), palette.dim()), room, palette));
        } else {
            AttributedString shown = new AttributedString(
                    Terminal.printable(text).replace('\n', ' ').replace('\t', ' '),
                    field.changed() ? palette.bold() : palette.plain());
            line.append(Fit.cut(shown.columnSubSequence(from, Integer.MAX_VALUE), room, palette));
        }
        return line.toAttributedString();
    }
}
