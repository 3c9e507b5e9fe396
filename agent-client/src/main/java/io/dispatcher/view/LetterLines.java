package io.dispatcher.view;

import com.fasterxml.jackson.databind.JsonNode;
import io.dispatcher.terminal.Table;
import io.dispatcher.terminal.Terminal;

/** Dead letters and expired messages for a person. */
public final class LetterLines {
    private LetterLines() {}

    /** One row each. */
    public static Table table(JsonNode letters) {
        Table table = new Table()
                .column("ID")
                .optional("SINCE")
                .column("TYPE")
                .elastic("FROM")
                .elastic("REASON");
        for (JsonNode letter : letters) {
            table.row(
                    Shown.text(letter, "id"),
                    Shown.time(Shown.text(letter, "time")),
                    Shown.text(letter, "type"),
                    Shown.text(letter, "queue"),
                    Shown.text(letter, "reason"));
        }
        return table;
    }

    /** One whole. */
    public static void print(JsonNode letter, Terminal terminal) {
        terminal.line(terminal.bold(Terminal.oneLine(Shown.text(letter, "id"))) + "  "
                + Terminal.oneLine(Shown.text(letter, "type")) + " from "
                + Terminal.oneLine(Shown.text(letter, "queue")) + ", "
                + Terminal.oneLine(Shown.ago(Shown.text(letter, "time"))));
        field("reason", Shown.text(letter, "reason"), terminal);
        field("request id", Shown.text(letter, "request_id"), terminal);
        field("size", Shown.text(letter, "size_bytes") + " bytes", terminal);
        order(letter.path("order"), terminal);
        title("properties", letter.path("properties"), terminal);
        letter.path("properties")
                .fields()
                .forEachRemaining(
                        property -> field(property.getKey(), property.getValue().asText(), terminal));
        body(letter, terminal);
    }

    private static void order(JsonNode order, Terminal terminal) {
        title("order", order, terminal);
        if (order.isObject()) {
            field("request", Shown.text(order, "method") + " " + Shown.text(order, "url"), terminal);
            field("accepted", Shown.time(Shown.text(order, "accepted")), terminal);
            field("attempts", Shown.text(order, "attempts"), terminal);
            for (JsonNode hop : order.path("hops")) {
                field(
                        Shown.millis(hop.path("at_ms")),
                        Shown.text(hop, "name") + "  " + Shown.text(hop, "detail"),
                        terminal);
            }
        }
    }

    private static void body(JsonNode letter, Terminal terminal) {
        if (letter.hasNonNull("body_base64")) {
            field("body", "binary, see --json", terminal);
        } else if (!letter.path("body").asText("").isEmpty()) {
            terminal.line("");
            terminal.line(terminal.bold("body"));
            terminal.line(
                    Terminal.printable(letter.get("body").asText()).indent(2).stripTrailing());
        }
        if (letter.path("body_truncated").asBoolean()) {
            terminal.note("the body is longer than what is shown");
        }
    }

    private static void title(String title, JsonNode part, Terminal terminal) {
        if (part.isObject() && !part.isEmpty()) {
            terminal.line("");
            terminal.line(terminal.bold(title));
        }
    }

    private static void field(String name, String value, Terminal terminal) {
        terminal.line("  " + terminal.dim(Terminal.oneLine(name) + ":") + " " + Terminal.oneLine(value));
    }
}
