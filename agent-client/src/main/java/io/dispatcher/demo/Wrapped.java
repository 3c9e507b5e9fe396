package io.dispatcher.demo;

import java.util.ArrayList;
import java.util.List;

/** Text over as many lines as it needs. */
final class Wrapped {
    private Wrapped() {}

    /** The words of {@code text} in lines of at most {@code width} characters, but for words that are longer. */
    static List<String> lines(String text, int width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ")) {
            if (!line.isEmpty() && line.length() + 1 + word.length() > width) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }
}
