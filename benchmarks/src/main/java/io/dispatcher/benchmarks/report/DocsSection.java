package io.dispatcher.benchmarks.report;

/** The part of a document that a benchmark run writes, between two markers that stay. Pure. */
public final class DocsSection {
    static final String BEGIN = "<!-- benchmark -->";
    static final String END = "<!-- /benchmark -->";

    private DocsSection() {}

    /**
     * The document with the section replaced.
     *
     * @throws IllegalArgumentException if it has no such section, or more than one
     */
    public static String replace(String document, String section) {
        int begin = document.indexOf(BEGIN);
        int end = document.indexOf(END);
        boolean once = begin >= 0 && document.lastIndexOf(BEGIN) == begin && document.lastIndexOf(END) == end;
        if (!once || end < begin) {
            throw new IllegalArgumentException("the document must have one section " + BEGIN + " … " + END);
        }
        return document.substring(0, begin + BEGIN.length()) + "\n" + section.strip() + "\n" + document.substring(end);
    }
}
