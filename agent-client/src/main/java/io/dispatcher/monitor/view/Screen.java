package io.dispatcher.monitor.view;

import com.fasterxml.jackson.databind.JsonNode;
import io.dispatcher.monitor.model.Board;
import io.dispatcher.monitor.model.Desk;
import io.dispatcher.monitor.model.Form;
import io.dispatcher.monitor.model.Overlay;
import io.dispatcher.monitor.model.Page;
import io.dispatcher.monitor.model.Place;
import io.dispatcher.monitor.model.Question;
import io.dispatcher.monitor.model.Tab;
import io.dispatcher.monitor.model.TextField;
import io.dispatcher.terminal.Terminal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jspecify.annotations.Nullable;

/** Puts the parts of the screen together. For one thread. */
public final class Screen {
    private static final int LEAST_WIDTH = 40;
    private static final int LEAST_HEIGHT = 8;
    // Header, tabs, the line below.
    private static final int AROUND = HeaderLines.HEIGHT + 2;

    private final Palette palette;
    private final Listings listings;
    private final HeaderLines header;
    private final PageLines pages;

    public Screen(boolean colour, boolean unicode) {
        palette = new Palette(colour, unicode);
        listings = new Listings(palette);
        header = new HeaderLines(palette);
        pages = new PageLines(palette, colour, unicode);
    }

    public Listings listings() {
        return listings;
    }

    /** The rows of a list that a screen of this height shows. */
    public static int rows(int height) {
        return Math.max(1, height - AROUND - 1);
    }

    /** The rows of the list that is shown, as it is filtered and sorted. */
    public List<JsonNode> rows(Board board, Desk desk) {
        Listing listing = listings.of(desk.tab());
        List<JsonNode> frozen = desk.frozen();
        List<JsonNode> all = desk.tab() == Tab.REQUESTS && frozen != null ? frozen : listing.items(board);
        return listing.rows(all, board, desk.place());
    }

    /** Exactly {@code height} lines of at most {@code width} columns. */
    public Picture picture(Board board, Desk desk, Instant now, int width, int height) {
        if (width < LEAST_WIDTH || height < LEAST_HEIGHT) {
            String text = "at least " + LEAST_WIDTH + "x" + LEAST_HEIGHT;
            AttributedString line = Fit.cut(new AttributedString(text), Math.max(0, width), palette);
            return filled(new ArrayList<>(List.of(line)), height, Picture.NO_CURSOR);
        }
        List<AttributedString> lines = new ArrayList<>(header.of(board, now, width));
        int body = height - AROUND;
        Overlay overlay = desk.overlay();
        int cursor = Picture.NO_CURSOR;
        if (overlay instanceof Page page) {
            page(page, board, width, body, lines);
        } else if (overlay instanceof Form form) {
            cursor = new FormLines(palette).add(form, lines, width);
        } else {
            list(board, desk, width, body, lines);
        }
        while (lines.size() < height - 1) {
            lines.add(AttributedString.EMPTY);
        }
        TextField search = desk.search();
        lines.add(below(desk, overlay, search, width));
        if (search != null) {
            cursor = (height - 1) * width + Math.min(width - 1, 1 + search.cursor());
        }
        return filled(lines, height, cursor);
    }

    private static Picture filled(List<AttributedString> lines, int height, int cursor) {
        while (lines.size() < height) {
            lines.add(AttributedString.EMPTY);
        }
        return new Picture(List.copyOf(lines.subList(0, height)), cursor);
    }

    private void page(Page page, Board board, int width, int height, List<AttributedString> lines) {
        List<AttributedString> all = pages.of(page, board, width);
        page.bound(all.size(), height);
        String more = all.size() > height
                ? (page.top() + 1) + "-" + Math.min(all.size(), page.top() + height) + " of " + all.size()
                : "";
        lines.add(bar(PageLines.title(page), more, width));
        lines.addAll(all.subList(page.top(), Math.min(all.size(), page.top() + height)));
    }

    private AttributedString bar(String title, String right, int width) {
        AttributedString line = Fit.sides(
                new AttributedString(" " + Terminal.oneLine(title)), new AttributedString(right + " "), width, palette);
        return new AttributedString(
                Fit.exactly(line, width, false, palette).toString(),
                palette.accent().inverse());
    }

    private void list(Board board, Desk desk, int width, int height, List<AttributedString> lines) {
        Listing listing = listings.of(desk.tab());
        List<JsonNode> rows = rows(board, desk);
        Place place = desk.place();
        listing.settle(rows, place, height - 1);
        lines.add(tabs(board, desk, rows.size(), width));
        lines.addAll(listing.lines(rows, board, place, width, height, palette));
        if (rows.isEmpty()) {
            String why = place.filter().isBlank() ? nothing(desk.tab()) : "nothing matches; Esc takes the filter away";
            lines.add(new AttributedString("  " + why, palette.dim()));
        }
    }

    private static String nothing(Tab tab) {
        return switch (tab) {
            case AGENTS -> "no agents: start one with 'dispatcher agent'";
            case REQUESTS -> "no requests yet";
            case POOL -> "no addresses: there is no agent";
            case QUEUES -> "no queues";
            case ERRORS -> "nothing failed";
            case EVENTS -> "nothing happened since this began";
        };
    }

    private AttributedString tabs(Board board, Desk desk, int shown, int width) {
        List<AttributedString> parts = new ArrayList<>();
        for (Tab tab : Tab.values()) {
            String text = " " + (tab.ordinal() + 1) + " " + tab.title() + " ";
            parts.add(new AttributedString(
                    text, tab == desk.tab() ? palette.accent().inverse() : palette.plain()));
        }
        AttributedStringBuilder right = new AttributedStringBuilder();
        if (desk.frozen() != null && desk.tab() == Tab.REQUESTS) {
            right.styled(palette.warning(), "still ");
        }
        if (!desk.place().filter().isBlank()) {
            right.styled(palette.warning(), "/" + Terminal.oneLine(desk.place().filter()) + " ");
        }
        int all = listings.of(desk.tab()).items(board).size();
        right.styled(palette.dim(), shown == all ? Figures.count(all) : shown + " of " + Figures.count(all));
        int room = width - Fit.segments(parts, width, "").columnLength() - 1;
        return Fit.sides(
                Fit.segments(parts, width, ""),
                Fit.cut(right.toAttributedString(), Math.max(0, room), palette),
                width,
                palette);
    }

    private AttributedString below(Desk desk, @Nullable Overlay overlay, @Nullable TextField search, int width) {
        AttributedStringBuilder line = new AttributedStringBuilder();
        if (overlay instanceof Question question) {
            line.styled(palette.warning().inverse(), " " + Terminal.oneLine(question.text()) + " ");
            line.styled(palette.bold(), " y")
                    .append(" yes  ")
                    .styled(palette.bold(), "n")
                    .append(" no");
        } else if (search != null) {
            line.append("/").append(Terminal.oneLine(search.text()));
        } else if (!desk.notice().isEmpty()) {
            line.styled(
                    desk.noticeIsBad() ? palette.bad() : palette.good(),
                    Terminal.oneLine(Objects.requireNonNull(desk.notice())));
        } else {
            hints(line, overlay, desk.tab());
        }
        return Fit.cut(line.toAttributedString(), width, palette);
    }

    private void hints(AttributedStringBuilder line, @Nullable Overlay overlay, Tab tab) {
        String keys;
        if (overlay instanceof Form) {
            keys = "Enter:send Tab:next Ctrl-U:empty Esc:leave";
        } else if (overlay instanceof Page page) {
            keys = switch (page.kind()) {
                case AGENT -> "Esc:back d:drain u:resume ?:help q:end";
                case REQUEST -> "Esc:back r:again ?:help q:end";
                default -> "Esc:back q:end";
            };
        } else {
            keys = switch (tab) {
                case AGENTS -> "Enter:details /:filter s:sort d:drain u:resume x:send ?:help q:end";
                case REQUESTS -> "Enter:details /:filter s:sort r:again p:still x:send ?:help q:end";
                default -> "Enter:details /:filter s:sort x:send ?:help q:end";
            };
        }
        for (String key : keys.split(" ")) {
            int colon = key.indexOf(':');
            line.append(line.length() == 0 ? "" : "  ")
                    .styled(palette.accent().bold(), key.substring(0, colon))
                    .append(" ")
                    .styled(palette.dim(), key.substring(colon + 1));
        }
    }
}
