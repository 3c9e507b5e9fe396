package io.dispatcher.matching;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Expressions that RE2/J 1.8 never finishes compiling (google/re2j issue 168): without regard to case, nine Cyrillic letters fold to others that do not fold back,
 * and a range that has them in it is walked letter by letter. Finds all of them, and some harmless ranges from U+1C80 on.
 */
final class EndlessFolding {
    private static final int FIRST = 0x1C80;
    private static final int LAST = 0x1C88;
    private static final Pattern IGNORES_CASE = Pattern.compile("\\(\\?[A-Za-z-]*i");
    private static final Pattern HEX = Pattern.compile("\\\\x(?:\\{([0-9A-Fa-f]{1,8})}|([0-9A-Fa-f]{2}))");

    private EndlessFolding() {}

    static boolean in(String text) {
        if (!IGNORES_CASE.matcher(text).find()) {
            return false;
        }
        Matcher hex = HEX.matcher(text);
        boolean range = false;
        for (int i = 0; i < text.length(); ) {
            int point = text.codePointAt(i);
            int end = i + Character.charCount(point);
            if (point == '\\' && hex.region(i, text.length()).lookingAt()) {
                point = Integer.parseUnsignedInt(hex.group(1) == null ? hex.group(2) : hex.group(1), 16);
                end = hex.end();
            }
            if (point >= FIRST && point <= LAST || range && Integer.compareUnsigned(point, FIRST) >= 0) {
                return true;
            }
            range = point == '-';
            i = end;
        }
        return false;
    }
}
