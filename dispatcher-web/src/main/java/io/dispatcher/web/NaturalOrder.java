package io.dispatcher.web;

import java.util.Comparator;

/** Texts as people sort them: {@code agent-9} before {@code agent-10}, {@code 10.0.2.1} before {@code 10.0.10.1}; case does not matter. */
public final class NaturalOrder implements Comparator<String> {
    public static final NaturalOrder INSTANCE = new NaturalOrder();

    private NaturalOrder() {}

    @Override
    public int compare(String a, String b) {
        int i = 0;
        int j = 0;
        while (i < a.length() && j < b.length()) {
            int endA = digits(a, i);
            int endB = digits(b, j);
            int order = endA > i && endB > j
                    ? number(a, i, endA, b, j, endB)
                    : Character.compare(Character.toLowerCase(a.charAt(i)), Character.toLowerCase(b.charAt(j)));
            if (order != 0) {
                return order;
            }
            i = Math.max(endA, i + 1);
            j = Math.max(endB, j + 1);
        }
        return Integer.compare(a.length() - i, b.length() - j);
    }

    private static int digits(String text, int from) {
        int end = from;
        while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
            end++;
        }
        return end;
    }

    /** Of any length: without leading zeros the longer one is the larger. */
    private static int number(String a, int fromA, int endA, String b, int fromB, int endB) {
        int i = significant(a, fromA, endA);
        int j = significant(b, fromB, endB);
        return endA - i != endB - j
                ? Integer.compare(endA - i, endB - j)
                : a.substring(i, endA).compareTo(b.substring(j, endB));
    }

    private static int significant(String text, int from, int end) {
        int i = from;
        while (i < end - 1 && text.charAt(i) == '0') {
            i++;
        }
        return i;
    }
}
