package io.dispatcher.mocks;

import io.dispatcher.dispatch.InvalidRequestException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which paths: literal segments, <code>{name}</code> and {@code *} for one segment, {@code **} at the end for the rest, be it nothing.
 *
 * @param rest it ends with {@code **}
 */
record PathPattern(String text, List<Part> parts, boolean rest) {
    static final int LONGEST = 1_000;
    static final int MOST_SEGMENTS = 50;

    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]{0,63}");

    /**
     * One segment.
     *
     * @param literal null: any
     * @param name of what stands there; null: it has none
     */
    record Part(@Nullable String literal, @Nullable String name) {}

    static PathPattern of(String text) throws InvalidRequestException {
        if (!text.startsWith("/")) {
            throw fault("must begin with /");
        }
        if (text.length() > LONGEST) {
            throw fault("is longer than " + LONGEST + " characters");
        }
        String[] segments = segments(text);
        if (segments.length > MOST_SEGMENTS) {
            throw fault("has more than " + MOST_SEGMENTS + " segments");
        }
        List<Part> parts = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (int i = 0; i < segments.length; i++) {
            if (segments[i].equals("**")) {
                if (i < segments.length - 1) {
                    throw fault("** may only be the last segment");
                }
                return new PathPattern(text, List.copyOf(parts), true);
            }
            parts.add(part(segments[i], names));
        }
        return new PathPattern(text, List.copyOf(parts), false);
    }

    private static Part part(String segment, Set<String> names) throws InvalidRequestException {
        if (segment.equals("*")) {
            return new Part(null, null);
        }
        if (segment.startsWith("{") && segment.endsWith("}")) {
            String name = segment.substring(1, segment.length() - 1);
            if (!NAME.matcher(name).matches()) {
                throw fault("the name of " + segment + " must match " + NAME.pattern());
            }
            if (!names.add(name)) {
                throw fault(segment + " is there twice");
            }
            return new Part(null, name);
        }
        if (segment.equals(".") || segment.equals("..") || segment.chars().anyMatch(PathPattern::unfit)) {
            throw fault("a segment is literal (no ?, #, *, {, }, ;, control character, . or ..), {name}, * or **");
        }
        return new Part(segment, null);
    }

    private static boolean unfit(int c) {
        return c < 0x20 || c == 0x7F || "?#*{};\\".indexOf(c) >= 0;
    }

    private static InvalidRequestException fault(String why) {
        return new InvalidRequestException("path_pattern", why);
    }

    /** Of a path or a pattern; a slash at the end makes an empty one, as it does in a URL. */
    static String[] segments(String path) {
        int count = 0;
        for (int i = 0; i < path.length(); i++) {
            count += path.charAt(i) == '/' ? 1 : 0;
        }
        if (path.equals("/")) {
            return new String[0];
        }
        String[] segments = new String[count];
        int from = 1;
        for (int i = 0; i < count; i++) {
            int end = i == count - 1 ? path.length() : path.indexOf('/', from);
            segments[i] = path.substring(from, end);
            from = end + 1;
        }
        return segments;
    }

    boolean matches(String[] segments) {
        if (segments.length < parts.size() || !rest && segments.length > parts.size()) {
            return false;
        }
        for (int i = 0; i < parts.size(); i++) {
            String literal = parts.get(i).literal();
            if (literal != null && !literal.equals(segments[i])) {
                return false;
            }
        }
        return true;
    }

    /** What stands at a name, in a path that matches; empty if there is no such name. */
    String named(String name, String[] segments) {
        for (int i = 0; i < parts.size() && i < segments.length; i++) {
            if (name.equals(parts.get(i).name())) {
                return segments[i];
            }
        }
        return "";
    }

    int literals() {
        return (int) parts.stream().filter(part -> part.literal() != null).count();
    }

    /** How many segments from the left are as this wants them. */
    int alike(String[] segments) {
        int i = 0;
        while (i < parts.size() && i < segments.length) {
            String literal = parts.get(i).literal();
            if (literal != null && !literal.equals(segments[i])) {
                break;
            }
            i++;
        }
        return i;
    }
}
