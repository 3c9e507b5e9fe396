package io.dispatcher.view;

import com.fasterxml.jackson.databind.JsonNode;
import io.dispatcher.terminal.Table;
import io.dispatcher.terminal.Terminal;

/** The address pool as a table under a line that sums it up. */
public final class PoolTable {
    private PoolTable() {}

    /** How many are available, and how they take turns. */
    public static String summary(JsonNode pool, Terminal terminal) {
        return terminal.bold(Terminal.oneLine(Shown.text(pool, "available") + " of " + Shown.text(pool, "size"))
                        + " addresses available")
                + terminal.dot() + "strategy " + Terminal.oneLine(Shown.text(pool, "strategy"));
    }

    /** One row an address. */
    public static Table of(JsonNode addresses, Terminal terminal) {
        Table table = new Table()
                .column("ADDRESS")
                .elastic("AGENT")
                .column("STATE")
                .optionalNumber("BUSY")
                .number("REQUESTS")
                .number("ERRORS")
                .optional("LAST USED");
        for (JsonNode address : addresses) {
            String used = Shown.text(address, "last_used");
            table.row(
                    Shown.text(address, "address"),
                    Shown.text(address, "agent_id"),
                    Shown.state(Shown.text(address, "state"), terminal),
                    Shown.text(address, "in_flight"),
                    Shown.text(address, "requests"),
                    Shown.text(address, "errors"),
                    used.equals("-") ? "never" : Shown.ago(used));
        }
        return table;
    }
}
