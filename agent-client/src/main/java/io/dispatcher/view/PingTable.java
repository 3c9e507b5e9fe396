package io.dispatcher.view;

import io.dispatcher.terminal.Table;
import io.dispatcher.terminal.Table.Cell;
import io.dispatcher.terminal.Terminal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A ping as a table, a row for each agent and target. */
public final class PingTable {
    private PingTable() {}

    /** At most {@code most} rows: where there are more, those with the highest loss, and a line that says so. */
    public static List<String> lines(PingBoard board, int most, Terminal terminal) {
        List<PingPair> pairs = new ArrayList<>(board.pairs());
        boolean agents = pairs.stream().map(PingPair::agent).distinct().count() > 1;
        Table table = agents ? new Table().elastic("AGENT") : new Table();
        table.elastic("TARGET")
                .number("LOSS")
                .number("SENT")
                .number("LAST")
                .number("AVG")
                .number("BEST")
                .number("WORST")
                .number("STDEV");
        if (pairs.size() > most) {
            pairs.sort(Comparator.comparingDouble(PingPair::loss).reversed());
        }
        pairs.stream().limit(most).forEach(pair -> table.row(cells(pair, agents, terminal)));
        List<String> lines = new ArrayList<>(table.lines(terminal));
        if (pairs.size() > most) {
            lines.add(terminal.dim("and " + (pairs.size() - most) + " more, with no higher loss"));
        }
        return lines;
    }

    private static Object[] cells(PingPair pair, boolean agents, Terminal terminal) {
        PingCounts counts = pair.counts();
        RoundTrips trips = counts.trips;
        List<Object> cells = new ArrayList<>();
        if (agents) {
            cells.add(pair.agent());
        }
        cells.add(pair.target());
        cells.add(loss(pair.loss(), terminal));
        cells.add(String.valueOf(counts.sent));
        cells.add(pair.last());
        cells.add(trips.none() ? "-" : Shown.roundTrip(trips.mean()));
        cells.add(trips.none() ? "-" : Shown.roundTrip(trips.min()));
        cells.add(trips.none() ? "-" : Shown.roundTrip(trips.max()));
        cells.add(trips.none() ? "-" : Shown.roundTrip(trips.deviation()));
        return cells.toArray();
    }

    private static Cell loss(double loss, Terminal terminal) {
        return new Cell(
                PingLines.percent(loss, "%"),
                loss == 0 ? terminal::green : loss < 100 ? terminal::yellow : terminal::red);
    }
}
