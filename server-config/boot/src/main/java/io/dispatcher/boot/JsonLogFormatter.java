package io.dispatcher.boot;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;

/** One JSON object a line. Thread-safe. */
public final class JsonLogFormatter extends Formatter {

    @Override
    public String format(LogRecord record) {
        StringBuilder json = new StringBuilder(200).append('{');
        field(json, "time", LogTimes.format(record.getInstant()));
        field(json.append(", "), "level", record.getLevel().getName());
        field(json.append(", "), "logger", String.valueOf(record.getLoggerName()));
        field(json.append(", "), "thread", Long.toString(record.getLongThreadID()));
        field(json.append(", "), "message", formatMessage(record));
        if (record.getThrown() != null) {
            StringWriter trace = new StringWriter();
            record.getThrown().printStackTrace(new PrintWriter(trace));
            field(json.append(", "), "exception", trace.toString());
        }
        return json.append("}\n").toString();
    }

    private static void field(StringBuilder json, String name, String value) {
        json.append('"').append(name).append("\": \"");
        value.codePoints().forEach(c -> escape(json, c));
        json.append('"');
    }

    private static void escape(StringBuilder json, int c) {
        switch (c) {
            case '"' -> json.append("\\\"");
            case '\\' -> json.append("\\\\");
            case '\n' -> json.append("\\n");
            case '\r' -> json.append("\\r");
            case '\t' -> json.append("\\t");
            default -> {
                if (c < 0x20) {
                    json.append(String.format("\\u%04x", c));
                } else {
                    json.appendCodePoint(c);
                }
            }
        }
    }
}
