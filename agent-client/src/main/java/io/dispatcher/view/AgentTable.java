package io.dispatcher.view;

import com.fasterxml.jackson.databind.JsonNode;
import io.dispatcher.terminal.Table;
import io.dispatcher.terminal.Terminal;
import java.util.ArrayList;
import java.util.List;

/** The agents as a table. */
public final class AgentTable {
    private static final int MOST_ADDRESSES = 4;

    private AgentTable() {}

    /** One row an agent, with a row more for each further address that is shown. */
    public static Table of(JsonNode agents, Terminal terminal) {
        Table table = new Table()
                .elastic("AGENT")
                .column("STATUS")
                .number("BUSY")
                .column("ADDRESS")
                .column("ORIGIN")
                .optional("SINCE");
        for (JsonNode agent : agents) {
            List<String[]> addresses = addresses(agent.path("addresses"));
            String since = Shown.text(agent, "connected_since");
            table.row(
                    Shown.text(agent, "agent_id"),
                    Shown.state(Shown.text(agent, "status"), terminal),
                    Shown.text(agent, "in_flight"),
                    addresses.get(0)[0],
                    addresses.get(0)[1],
                    since.equals("-") ? since : Shown.ago(since));
            for (String[] address : addresses.subList(1, addresses.size())) {
                table.row("", "", "", address[0], address[1], "");
            }
        }
        return table;
    }

    private static List<String[]> addresses(JsonNode addresses) {
        List<String[]> shown = new ArrayList<>();
        for (JsonNode address : addresses) {
            if (shown.size() == MOST_ADDRESSES && addresses.size() > MOST_ADDRESSES + 1) {
                shown.add(new String[] {"and " + (addresses.size() - MOST_ADDRESSES) + " more", ""});
                break;
            }
            shown.add(new String[] {Shown.text(address, "address"), Shown.text(address, "origin")});
        }
        return shown.isEmpty() ? List.<String[]>of(new String[] {"-", "-"}) : shown;
    }
}
