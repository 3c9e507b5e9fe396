package io.dispatcher.history.rest;

import io.dispatcher.history.Redaction;
import java.util.List;
import java.util.Map;

/** A record's request as a command line for a POSIX shell. Redacted headers are left out and named in a comment. */
final class CurlForm {
    private CurlForm() {}

    static String of(WholeRecord whole) {
        WholeRecord.Asked asked = whole.request();
        StringBuilder line = new StringBuilder("curl");
        StringBuilder left = new StringBuilder();
        if (asked.method().equals("HEAD")) {
            line.append(" --head");
        } else if (!asked.method().equals("GET")) {
            line.append(" -X ").append(quoted(asked.method()));
        }
        headers(asked.headers(), line, left);
        String body = asked.body();
        if (asked.bodyBase64() != null) {
            left.append("# the body is binary: base64 -d and --data-binary @file\n");
        } else if (body != null && !body.isEmpty()) {
            line.append(" --data-raw ").append(quoted(body));
        }
        if (asked.bodyCut()) {
            left.append("# the body was cut when it was recorded\n");
        }
        if (asked.followRedirects()) {
            line.append(" -L");
        }
        if (!asked.verifyTls()) {
            line.append(" -k");
        }
        line.append(" -m ").append(asked.timeout()).append(' ').append(quoted(asked.url()));
        return left + line.toString() + "\n";
    }

    private static void headers(Map<String, List<String>> headers, StringBuilder line, StringBuilder left) {
        headers.forEach((name, values) -> values.forEach(value -> {
            if (value.equals(Redaction.MARK)) {
                left.append("# ").append(name).append(" was redacted when it was recorded\n");
            } else {
                line.append(" -H ").append(quoted(name + ": " + value));
            }
        }));
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
