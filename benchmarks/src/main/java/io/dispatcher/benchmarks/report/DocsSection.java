package io.dispatcher.benchmarks.report;

/** The part of a document that a benchmark run writes, between two markers that stay. Pure. */
public final class DocsSection {
    private DocsSection() {}

    /**
     * The document with the section replaced.
     *
     * @param name stands in its markers
     * @throws IllegalArgumentException if it has no such section, or more than one
     */
    public static String replace(String document, String name, String section) {
        String first = "<!-- " + name + " -->";
        String last = "<!-- /" + name + " -->";
        int begin = document.indexOf(first);
        int end = document.indexOf(last);
        boolean once = begin >= 0 && document.lastIndexOf(first) == begin && document.lastIndexOf(last) == end;
        if (!once || end < begin) {
            throw new IllegalArgumentException("the document must have one section " + first + " … " + last);
        }
        return document.substring(0, begin + first.length()) + "\n" + section.strip() + "\n" + document.substring(end);
    }
}
