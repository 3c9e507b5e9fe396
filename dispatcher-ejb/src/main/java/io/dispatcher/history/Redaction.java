package io.dispatcher.history;

import com.fasterxml.jackson.databind.JsonNode;
import io.dispatcher.protocol.HeaderField;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Takes secrets out of what is about to be kept. */
public final class Redaction {
    /** What stands in a secret's place. */
    public static final String MARK = "[redacted]";

    private static final Set<String> SECRET = secret();

    private Redaction() {}

    private static Set<String> secret() {
        Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        names.addAll(List.of(
                "Authorization",
                "Cookie",
                "Set-Cookie",
                "Proxy-Authorization",
                "X-API-Key",
                "Dispatcher-Authorization",
                "X-Demo-Token"));
        return names;
    }

    public static boolean isSecret(String headerName) {
        return SECRET.contains(headerName);
    }

    /** True if the mark stands here instead of a header's value: as a text, or as the list that GET may give. */
    public static boolean isMark(JsonNode value) {
        if (!value.isArray()) {
            return value.asText().equals(MARK);
        }
        for (JsonNode element : value) {
            if (!element.asText().equals(MARK)) {
                return false;
            }
        }
        return !value.isEmpty();
    }

    /** The same list where nothing is secret. */
    static List<HeaderField> headers(List<HeaderField> headers) {
        for (int i = 0; i < headers.size(); i++) {
            if (isSecret(headers.get(i).name())) {
                return redacted(headers);
            }
        }
        return headers;
    }

    private static List<HeaderField> redacted(List<HeaderField> headers) {
        List<HeaderField> clean = new ArrayList<>(headers.size());
        for (HeaderField header : headers) {
            clean.add(isSecret(header.name()) ? new HeaderField(header.name(), MARK) : header);
        }
        return clean;
    }

    /** The URL without user and password before the host. */
    public static String url(String url) {
        int start = url.indexOf("://");
        if (start < 0) {
            return url;
        }
        int end = endOfAuthority(url, start + 3);
        int at = url.lastIndexOf('@', end - 1);
        return at < start + 3 ? url : url.substring(0, start + 3) + MARK + url.substring(at);
    }

    private static int endOfAuthority(String url, int from) {
        for (int i = from; i < url.length(); i++) {
            char c = url.charAt(i);
            if (c == '/' || c == '?' || c == '#') {
                return i;
            }
        }
        return url.length();
    }
}
