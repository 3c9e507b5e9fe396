package io.dispatcher.replay;

import java.util.List;

/** Lines that differ between what is equal at the beginning and at the end, as one hunk of a unified diff. Linear in time. */
final class TextDifference {
    /** More lines of either side are only counted. */
    private static final int MOST_LINES = 200;

    private static final int MOST_OF_LINE = 500;

    private TextDifference() {}

    /** Of texts that differ. */
    static String of(String before, String after) {
        List<String> old = List.of(before.split("\n", -1));
        List<String> fresh = List.of(after.split("\n", -1));
        int shorter = Math.min(old.size(), fresh.size());
        int from = 0;
        while (from < shorter && old.get(from).equals(fresh.get(from))) {
            from++;
        }
        int same = 0;
        while (same < shorter - from && old.get(old.size() - 1 - same).equals(fresh.get(fresh.size() - 1 - same))) {
            same++;
        }
        List<String> gone = old.subList(from, old.size() - same);
        List<String> come = fresh.subList(from, fresh.size() - same);
        StringBuilder hunk = new StringBuilder();
        hunk.append("@@ -")
                .append(range(from, gone))
                .append(" +")
                .append(range(from, come))
                .append(" @@\n");
        lines('-', gone, hunk);
        lines('+', come, hunk);
        return hunk.toString();
    }

    private static String range(int from, List<String> lines) {
        return (lines.isEmpty() ? from : from + 1) + "," + lines.size();
    }

    private static void lines(char sign, List<String> lines, StringBuilder into) {
        for (String line : lines.subList(0, Math.min(MOST_LINES, lines.size()))) {
            into.append(sign)
                    .append(line.length() <= MOST_OF_LINE ? line : line.substring(0, MOST_OF_LINE) + "…")
                    .append('\n');
        }
        if (lines.size() > MOST_LINES) {
            into.append(sign).append("… ").append(lines.size() - MOST_LINES).append(" lines more\n");
        }
    }
}
