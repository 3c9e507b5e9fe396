package io.dispatcher.monitor.view;

import org.jline.utils.AttributedStringBuilder;

/** The keys. */
final class Help {
    private static final String[][] KEYS = {
        {"1 to 6, Tab", "agents, requests, pool, queues, errors, events"},
        {"Up Down j k", "another row; PgUp PgDn Home End g G further"},
        {"Enter", "all about it: an agent, a request with its hops"},
        {"Esc", "back; in a list: its filter away"},
        {"/", "only rows with these words in them"},
        {"s  S", "sort by the next column; the other way round"},
        {"p", "the list of requests stands still, or goes on"},
        {"", ""},
        {"d  u", "drain the agent (no new work); let it have work again"},
        {"r", "change the request and send it once more; what differs"},
        {"x", "change the coordinator's stored request and send it"},
        {"", ""},
        {"Ctrl-L", "draw all again"},
        {"?  h", "this page"},
        {"q  Ctrl-C", "end"},
    };

    private Help() {}

    static void add(Lines lines) {
        for (String[] key : KEYS) {
            lines.line(new AttributedStringBuilder()
                    .append("  ")
                    .styled(lines.palette().accent().bold(), String.format("%-14s", key[0]))
                    .append(key[1])
                    .toAttributedString());
        }
        lines.blank();
        lines.line(new AttributedStringBuilder()
                .styled(lines.palette().dim(), "  In a form: Tab or the arrows choose a line, Enter sends, Esc leaves.")
                .toAttributedString());
    }
}
