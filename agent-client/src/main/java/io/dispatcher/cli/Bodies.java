package io.dispatcher.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.dispatcher.terminal.Terminal;
import io.dispatcher.view.Shown;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Headers, bodies and timings of an answer, for a person. */
final class Bodies {
    private Bodies() {}

    /** One line a header value. */
    static void headers(JsonNode headers, String indent, Terminal terminal) {
        headers.fields().forEachRemaining(header -> {
            String name = indent + terminal.cyan(Terminal.oneLine(header.getKey())) + ": ";
            if (header.getValue().isArray()) {
                header.getValue().forEach(value -> terminal.line(name + Terminal.oneLine(value.asText())));
            } else {
                terminal.line(name + Terminal.oneLine(header.getValue().asText()));
            }
        });
    }

    /** {@code queue 0.4 · dns 0.1 · … ms}. */
    static String timings(JsonNode timings, Terminal terminal) {
        StringBuilder line = new StringBuilder();
        timings.fields().forEachRemaining(timing -> {
            if (timing.getValue().isNumber()) {
                line.append(line.isEmpty() ? "" : terminal.dot())
                        .append(timing.getKey().replaceFirst("_ms$", "").replace('_', ' '))
                        .append(' ')
                        .append(Shown.millis(timing.getValue()).replace(" ms", ""));
            }
        });
        return line.append(" ms").toString();
    }

    /** The answer's body as it was received, empty where there was none. */
    static byte[] bytes(JsonNode result) throws IOException {
        if (result.hasNonNull("body_base64")) {
            return result.get("body_base64").binaryValue();
        }
        JsonNode body = result.path("body");
        return body.isTextual() ? body.asText().getBytes(StandardCharsets.UTF_8) : new byte[0];
    }

    /** The body to standard output: to a terminal only as text that cannot steer it, elsewhere byte for byte. */
    static void print(JsonNode result, Terminal terminal) throws IOException {
        byte[] bytes = bytes(result);
        if (!terminal.interactive()) {
            terminal.bytes(bytes);
        } else if (result.hasNonNull("body_base64")) {
            terminal.line(terminal.dim("(" + bytes.length + " bytes that are not text: use --output FILE)"));
        } else if (bytes.length > 0) {
            String text = Terminal.printable(new String(bytes, StandardCharsets.UTF_8));
            terminal.line(text.endsWith("\n") ? text.substring(0, text.length() - 1) : text);
        }
    }
}
